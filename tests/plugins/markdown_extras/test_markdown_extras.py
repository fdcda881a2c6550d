"""Markdown extras: golden cases in cases.txt, and what holds for any text."""

from __future__ import annotations

import re
from dataclasses import asdict
from itertools import accumulate
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from markdown import Markdown
from support.golden import golden_cases

import markdown_extras
from markdown_extras.fences import Info, read_info
from markdown_extras.formulas import BadTex
from markdown_extras.labels import Labels, labels_for, relabel
from markdown_extras.lists import fit_lists
from markdown_extras.problems import Problem, take_problems, write_problems
from markdown_extras.tex import to_mathml

CASES = golden_cases(Path(__file__).parent / "cases.txt")
NAME = "markdown_extras.extension"
CONFIG = {"labels": asdict(labels_for("ja", {})), "allowed_hosts": ["ok.example"]}
PIECES = st.sampled_from(
    [
        *("\n", "\n\n", "\n> ", "\n- ", "\n1. ", "\n    ", "\n  ", "\n\n    ", " ", "字", "word", "\r\n"),
        *(
            "```\n",
            "```py:a.py\n",
            "~~~\n",
            "\n:::message\n",
            "\n:::\n",
            "\n::::details 題\n",
            "\n::::\n",
            "\n> [!NOTE]\n",
        ),
        *(
            "$x$",
            "$$\nx\n$$\n",
            "$",
            "\\",
            "`",
            "**",
            "~~",
            "[x] ",
            "[a](b)",
            "![a](b.png)",
            "![a](https://c.example/d)",
        ),
        *("<b>", "</b>", "<!--", "-->", "&amp;", "&", "[^1]", "\n[^1]: n\n", "\n| a |\n|---|\n| b |\n", "\x02", "\x0b"),
    ]
)
TEX = st.sampled_from(
    [
        *(
            "\\",
            "\\\\",
            "\n",
            "\\frac",
            "\\sqrt",
            "\\left(",
            "\\right)",
            "\\text{字}",
            "\\nosuch",
            "\\limits",
            "\\hline",
        ),
        *(
            "\\begin{matrix}",
            "\\end{matrix}",
            "\\color{red}",
            "\\sum",
            "\\overline",
            "\\mathbb",
            *"ax12{}^_&% +-=<>|()[]'~",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def make(*, extra: bool = True, **options: object) -> Markdown:
    config = {NAME: {**CONFIG, **options}}
    return Markdown(extensions=["extra"] * extra + [NAME], extension_configs=config, output_format="html")


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name):
    source, expected = CASES[name]
    assert make().convert(source) == expected


def test_public_names():
    assert markdown_extras.__all__ == ["register"]


@pytest.mark.parametrize("name", ["GitHub's alerts, two in a row, one with code and one in a list", "display math"])
def test_windows_line_ends(name):
    source, expected = CASES[name]
    assert make().convert(source.replace("\n", "\r\n")) == expected


def test_it_takes_the_place_of_codehilite_and_works_without_extra():
    expected = make().convert("```python\nx\n```\n\n| a |\n|--:|\n| b |")
    assert make(extra=False).convert("```python\nx\n```\n\n| a |\n|--:|\n| b |") == expected
    both = Markdown(extensions=["codehilite", "extra", NAME], extension_configs={NAME: CONFIG}, output_format="html")
    assert both.convert("```python\nx\n```\n\n| a |\n|--:|\n| b |") == expected


def test_math_can_be_switched_off():
    assert make(math=False).convert("$x$\n\n$$\ny\n$$") == "<p>$x$</p>\n<p>$$\ny\n$$</p>"


def test_a_used_instance_forgets_the_text_before():
    md = make()
    texts = [source for source, _ in CASES.values()]
    assert [md.reset().convert(text) for text in texts] == [expected for _, expected in CASES.values()]


@given(TEXTS)
def test_any_text_gives_xml_characters_and_keeps_no_placeholder(text):
    content = make().convert(text)
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", content)
    assert "callout-mark" not in content
    assert "wzxhzdk" not in content
    assert not re.search('<p>\\s*<(figure class="code|div class="math)', content)


@given(st.lists(st.sampled_from(["字", "", "> 引", "- 項", "\tx", "&", "```", "$$", ":::"]), max_size=8))
def test_code_is_never_read_as_markdown(lines):
    body = "".join(f"{line}\n" for line in lines)
    code = re.search("<code>(.*?)</code>", make().convert(f"~~~~\n{body}~~~~"), re.DOTALL)
    assert code[1] == body.replace("\t", "    ").replace("&", "&amp;").replace(">", "&gt;")


@given(st.lists(TEX, max_size=12).map("".join))
def test_any_tex_gives_well_formed_mathml_or_is_refused(tex):
    try:
        mathml = to_mathml(tex, display=True)
    except BadTex as error:
        assert str(error)
        return
    assert etree.fromstring(mathml).tag == "math"
    assert "style=" not in mathml


@given(TEXTS)
def test_fitting_lists_changes_only_blanks(text):
    lines = text.split("\n")
    kept = [line.replace(" ", "") for line in fit_lists(lines) if line.strip()]
    assert kept == [line.replace(" ", "") for line in lines if line.strip()]


@given(st.lists(st.integers(0, 2), max_size=6), st.sampled_from([2, 3]))
def test_lists_nest_alike_by_any_step(levels, step):
    depths = list(accumulate(levels, lambda above, level: min(level, above + 1), initial=0))
    text = "\n".join(f"{' ' * step * depth}- 項" for depth in depths)
    assert make().convert(text) == make().convert("\n".join(f"{'    ' * depth}- 項" for depth in depths))


@pytest.mark.parametrize(
    ("text", "info"),
    [
        ("", Info()),
        ("python", Info("python")),
        (" python {2}", Info("python", highlighted=frozenset({2}))),
        ("python{1,3-4}", Info("python", highlighted=frozenset({1, 3, 4}))),
        ("python:a b.py", Info("python", "a")),
        (":Makefile", Info("", "Makefile")),
        ('js title="a b.js" hl_lines="1 2"', Info("js", "a b.js", frozenset({1, 2}))),
        ("{.bash #x filename=run.sh}", Info("bash", "run.sh")),
        ("diff_x", Info("diff_x")),
        ("C++", Info("c++")),
        ("text {9-1}", Info("text")),
    ],
)
def test_first_lines_of_code(text, info):
    assert read_info(text) == info


def test_quotes_without_end_are_left_to_markdown():
    assert "<blockquote>" in make().convert(f"{'>' * 3000} ```\n{'>' * 3000} x")


def test_a_range_cannot_fill_the_memory():
    assert len(read_info("text {1-999999999999}").highlighted) == 10_000


def test_labels_change_language_and_authors_words_stay():
    ja, en = labels_for("ja", {}), labels_for("en-GB", {})
    source = ":::details\n:::\n\n> [!NOTE]\n> 補足\n\n| a |\n|---|\n| b |\n\n:::details 私の題\n:::\n\n字[^1][^1]\n\n[^1]: 注"
    japanese = make().convert(source)
    assert relabel(japanese, ja, en) == make(labels=asdict(en)).convert(source)
    assert relabel(relabel(japanese, ja, en), en, ja) == japanese
    assert 'aria-label="Back to footnote 1 in the text (2)"' in relabel(japanese, ja, en)
    assert "<p>補足</p>" in relabel(japanese, ja, en)


def test_labels_of_a_site():
    assert labels_for("ja-JP", {"ja": {"note": "メモ"}}).note == "メモ"
    assert labels_for("fr", {"ja": {"note": "メモ"}}) == Labels()


@given(
    st.lists(st.builds(Problem, st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.none() | st.integers(0)))
)
def test_problems_travel_unharmed(problems):
    assert take_problems(f"<p>x</p>{write_problems(problems)}") == ("<p>x</p>", problems)
