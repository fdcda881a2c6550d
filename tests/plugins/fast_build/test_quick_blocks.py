"""Blocks of one line, headings and rows of tables are read as Python-Markdown reads them, near the borders of what is done quickly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.extensions.tables import TableProcessor

from markdown_extras.tables import TableRegionProcessor

from .test_quick_markdown import CONFIGS, QUICK, assert_same, both

LINES = (
    *(
        "#",
        "##",
        "# a",
        "#a",
        " # a",
        "# a #",
        "# a#b",
        "#\\# a",
        "# \\#",
        "# a\\",
        "###### a",
        "####### a",
        "#\ta",
        "# ",
        "#\u3000a",
    ),
    *(
        "-",
        "- a",
        "-a",
        "--",
        "---",
        "- - -",
        "_ _ _",
        "___",
        "* * *",
        "***",
        "*",
        "* a",
        "*a*",
        "+ a",
        "+",
        "-\u3000a",
    ),
    *("1. a", "1.a", "1) a", "0. a", "１. a", "٣. a", "²². a", "Ⅳ. a", "12", "1.", "字 1. a"),
    *(">", "> a", ">a", "> # a", "> - a", "a > b", ": a", ":   a", ":a", ":", "|", "| a |", "a | b", "|-|"),
    *(
        "[a]: b",
        "[a]:b 'c'",
        "[^1]: n",
        "[^1] n",
        "*[w]: x",
        "*[w]",
        "[[ogp:https://a.example/]]",
        "!!! note",
        "\x02",
        "=",
        "===",
        "字",
    ),
)
AROUND = (
    "{}",
    "字\n\n{}",
    "- 字\n\n    {}",
    "> {}",
    "1. {}\n2. {}",
    "- {}\n    - {}",
    "字\n{}",
    "{}\n字",
    "    {}",
    "a\n\n    b\n\n{}",
)


@both
@pytest.mark.parametrize("around", AROUND)
def test_every_beginning_of_a_line(name: str, around: str) -> None:
    for line in LINES:
        for indented in (line, f" {line}", f"   {line}", f"    {line}", f"     {line}", f"{line}  "):
            assert_same(name, around.replace("{}", indented))


@both
@given(
    lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=3),
    gap=st.sampled_from(("\n", "\n\n", "\n\n\n", "\n    ")),
)
def test_lines_that_meet(name: str, lines: list[str], gap: str) -> None:
    assert_same(name, gap.join(lines))


CELLS = ("a", " ", "", "|", "||", "\\|", "\\\\|", "\\", "`", "`|`", "``|`", "---", ":-:", "字")


@both
@given(
    rows=st.lists(st.lists(st.sampled_from(CELLS), max_size=5).map("|".join), max_size=3),
    border=st.sampled_from(("", "|", " |")),
)
def test_any_table(name: str, rows: list[str], border: str) -> None:
    head = [f"{border}a | b{border}", f"{border}--- | :-:{border}"]
    assert_same(name, "\n".join((*head, *(f"{border}{row}{border}" for row in rows))))
    assert_same(name, "\n".join((f"{border}a{border}", f"{border}-{border}", *rows)))


@given(row=st.lists(st.sampled_from(CELLS), max_size=6).map("".join), border=st.sampled_from((False, 0, 1, 2, 3)))
def test_rows_of_our_own_tables(row: str, border: int) -> None:
    plain, ours = TableProcessor(Markdown().parser, {}), TableRegionProcessor(Markdown().parser, str)
    plain.border = ours.border = border
    assert ours._split_row(row) == plain._split_row(row)


class Changing(Extension):
    """A processor that changes a block and leaves it to others: to none before it."""

    def __init__(self, becomes: list[str], priority: float) -> None:
        self.becomes, self.priority = becomes, priority

    def extendMarkdown(self, md):
        processor = BlockProcessor(md.parser)
        processor.test = lambda _, block: block == "字"
        processor.run = self.run
        md.parser.blockprocessors.register(processor, "changing", self.priority)

    def run(self, _, blocks):
        blocks[:1] = self.becomes
        return False


@pytest.mark.parametrize(
    "becomes", [["# a"], ["- a\n- b"], ["> a", "b"], ["a\n# b"], ["1. a"], ["    a"], ["a"], [""], ["| a |"]]
)
@pytest.mark.parametrize("priority", [1000, 75, 65, 35, 15])
def test_a_block_that_is_changed_on_its_way(becomes: list[str], priority: float) -> None:
    text = "a\n\n字\n\nb"
    expected = Markdown(extensions=["extra", Changing(becomes, priority)]).convert(text)
    assert Markdown(extensions=["extra", Changing(becomes, priority), QUICK]).convert(text) == expected


class OwnHeadings(HashHeaderProcessor):
    """Another class: nothing is known of it."""

    def test(self, parent, block):
        return block.startswith("字") or super().test(parent, block)

    def run(self, parent, blocks):
        blocks[0] = blocks[0].replace("字", "# 字", 1)
        super().run(parent, blocks)


def test_a_processor_of_another_class_is_asked() -> None:
    def converted(*extensions: str) -> str:
        md = Markdown(extensions=list(extensions))
        md.parser.blockprocessors.register(OwnHeadings(md.parser), "hashheader", 70)
        return md.convert("字\n\n# b")

    assert converted(QUICK) == converted() == "<h1>字</h1>\n<h1>b</h1>"


def test_simple_headings_and_lines_take_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    md = Markdown(**{**CONFIGS["extra"], "extensions": [QUICK, "extra"]})
    assert md.convert("# a") == "<h1>a</h1>"
    monkeypatch.setattr(HashHeaderProcessor, "test", None)
    monkeypatch.setattr(HashHeaderProcessor, "run", None)
    monkeypatch.setattr(TableProcessor, "_split", None)
    assert md.reset().convert("# a\n\n字: b\n\n| a | b |\n| - | - |").startswith("<h1>a</h1>\n<p>字: b</p>\n<table>")
