"""Markdown with the extension that saves time gives what it gives without, to the byte."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Comment, Element, QName, SubElement, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.blockprocessors import BlockProcessor, HashHeaderProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor
from markdown.serializers import to_html_string, to_xhtml_string
from markdown.treeprocessors import InlineProcessor as InlineTreeprocessor
from markdown.treeprocessors import Treeprocessor
from support.golden import golden_cases
from support.sites import ROOT

from fast_build.quick_markdown.serializer import SERIALIZERS
from fuda.bench.posts import make_posts
from markdown_extras.labels import labels_for

QUICK = "fast_build.quick_markdown"
OURS: dict[str, dict[str, Any]] = {
    "markdown.extensions.extra": {},
    "headings.extension": {},
    "japanese_text.extension": {},
    "markdown_extras.extension": {"labels": asdict(labels_for("ja", {}))},
    "ogp_cards.syntax": {},
}
STOCK: dict[str, dict[str, Any]] = {
    f"markdown.extensions.{name}": {}
    for name in ("extra", "codehilite", "toc", "smarty", "sane_lists", "nl2br", "admonition", "meta", "wikilinks")
}
CONFIGS: dict[str, dict[str, Any]] = {
    "none": {"extensions": []},
    "extra": {"extensions": ["extra", "codehilite", "meta"], "output_format": "html5"},
    "stock": {"extensions": list(STOCK), "extension_configs": STOCK},
    "old": {"extensions": ["legacy_em", "legacy_attrs", "tables"], "tab_length": 2},
    "ours": {"extensions": list(OURS), "extension_configs": OURS, "output_format": "html5"},
}
PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "\n> ",
            "\n- ",
            "\n* ",
            "\n1. ",
            "\n    ",
            "\n  ",
            "  \n",
            "\n: ",
            "\n\n    ",
            " ",
            "字",
            "word",
            "\t",
        ),
        *("# ", "\n## 見 {#x .y}\n", "題\n===\n", "題\n---\n", "\n***\n", "\n- - -\n", "\n\n!!! note\n    字\n"),
        *(
            "*",
            "**",
            "***",
            "_",
            "__",
            "~~",
            "`",
            "``",
            "\\",
            "\\*",
            "&amp;",
            "&",
            "<",
            ">",
            '"',
            "'",
            "--",
            "{",
            "}",
            "{: .a}",
        ),
        *("[a](b)", "[a][b]", "[b]", "![a](b.png 'c')", "\n[b]: http://b.example 'd'\n", "[[w]]", "[", "]", "!", "]:"),
        *(
            "<http://a.example>",
            "<a@b.example>",
            "<b>",
            "</b>",
            "\n<div markdown=1>\n",
            "\n</div>\n",
            "<!--",
            "-->",
            "<br />",
            "<hr>",
        ),
        *(
            "[^1]",
            "\n[^1]: n\n",
            "\n*[word]: w\n",
            "\n| a | b |\n|---|:-:|\n| `c|` | d |\n",
            "\n\na | b\n- | -\n1 | 2\n",
            "|",
        ),
        *(
            "\n```py\nx = 1\n```\n",
            "\n~~~\n",
            "$x$",
            "《",
            "{字|じ}",
            "\n:::note\n",
            "\n:::\n",
            "\n> [!NOTE]\n",
            "[[ogp:https://a.example]]",
        ),
        *("\x02", "\x03", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03", "\x02amp\x03", "\x0242\x03", "\r\n", "\xa0"),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
STARS = st.lists(
    st.sampled_from([*("*", "**", "**", "***", "_", "~~", "a", "字", " ", "\n", "。", "`c`", "\\*")]), max_size=12
)
SPANS = st.lists(
    st.sampled_from(
        [
            *(
                "**",
                "**",
                "**",
                "`",
                "`",
                "``",
                "*",
                "***",
                "_",
                "~~",
                "a",
                "字",
                " ",
                "  ",
                "\n",
                "\n\n",
                "\n- ",
                "\n    - ",
            ),
            *(
                "**a**",
                "**字**",
                "`c`",
                "`*`",
                "`<b>`",
                "`\\`",
                "` `",
                "`&amp;`",
                "\\",
                "\\`",
                "&",
                "<b>",
                "[x](y)",
                "|",
                "$x$",
            ),
            *(
                "\n```\nx\n```\n",
                "[[ogp:https://a.example]]",
                "\x02",
                "\x02klzzwxh:0000\x03",
                "\n\n<div markdown>\n",
                "\n</div>\n\n",
            ),
        ]
    ),
    max_size=14,
).map("".join)
both = pytest.mark.parametrize("name", CONFIGS)


@cache
def pair(name: str) -> tuple[Markdown, Markdown]:
    """Without and with the extension."""
    config = CONFIGS[name]
    return Markdown(**config), Markdown(**{**config, "extensions": [QUICK, *config["extensions"]]})


def assert_same(name: str, text: str) -> None:
    plain, quick = pair(name)
    assert quick.reset().convert(text) == plain.reset().convert(text)


def written_texts() -> list[str]:
    posts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "content").rglob("*.md"))]
    cases = [
        case for path in sorted((ROOT / "tests/plugins").rglob("*.txt")) for case, _ in golden_cases(path).values()
    ]
    return posts + cases


@both
def test_the_demo_and_every_golden_case(name: str) -> None:
    texts = written_texts()
    assert len(texts) > 100
    for text in texts:
        assert_same(name, text)


@both
def test_generated_posts(name: str, tmp_path: Path) -> None:
    make_posts(tmp_path, 12, cards=True)
    for path in tmp_path.rglob("*.md"):
        assert_same(name, path.read_text(encoding="utf-8"))


@both
@given(text=TEXTS)
def test_any_text(name: str, text: str) -> None:
    assert_same(name, text)
    assert_same(name, f"{text}\n\n{text}")


@both
@given(text=STARS.map("".join))
def test_any_emphasis(name: str, text: str) -> None:
    assert_same(name, text)


@both
@given(text=SPANS)
def test_any_spans(name: str, text: str) -> None:
    assert_same(name, text)


BORDERS = (
    *(
        "`a``b`",
        "`a``b``",
        "``a`b``",
        "`a` `b``",
        "\\`a`",
        "\\\\`a`",
        "`a\\`b`",
        "`a\\\\`",
        "` `",
        "`a\nb`",
        "`*`a*b*",
        "`[x](y)`",
    ),
    *(
        "****a**",
        "**a****b**",
        "***a**",
        "** a**",
        "**a **",
        "**a*b**",
        "**a`b`**",
        "**a[b](c)**",
        "**a\nb**",
        "a_b **c**",
        "**a**_b_",
    ),
    *(
        "**a** `b` c\n\n[d](e)",
        "- **a**\n    - [b](c)\n\n    *d*",
        "# **a** `b`\n\n> **c**\n\n| **a** | `b` |\n| --- | --- |\n| [c](d) | e |",
    ),
)


@both
@pytest.mark.parametrize("text", BORDERS)
def test_what_is_nearly_simple(name: str, text: str) -> None:
    assert_same(name, text)
    assert_same(name, f"a{text}b")


class Tails(Extension):
    """Puts text behind elements before inline patterns look."""

    def extendMarkdown(self, md):
        tails = Treeprocessor(md)
        tails.run = self.run
        md.treeprocessors.register(tails, "tails", 25)

    def run(self, root):
        for element in root:
            SubElement(element, "i").tail = "**t** `u`"


@pytest.mark.parametrize("text", ["a", "**a**", "[a](b)"])
def test_text_behind_an_element(text: str) -> None:
    expected = Markdown(extensions=[Tails()]).convert(text)
    assert "<strong>t</strong> <code>u</code>" in expected
    assert Markdown(extensions=[Tails(), QUICK]).convert(text) == expected


def test_an_escape_that_nobody_looks_for() -> None:
    plain, quick = Markdown(), Markdown(extensions=[QUICK])
    for md in (plain, quick):
        md.inlinePatterns.deregister("escape")
    assert quick.convert("\\`a` `b`") == plain.convert("\\`a` `b`")


SIMPLE = "a **b** `c<d` e\n\n- **f**\n    - `*g*`\n\n# `h` i\n\n**j**`k`**l**"


@both
def test_simple_spans_need_no_patterns(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = Markdown(**CONFIGS[name]).convert(SIMPLE)
    quick = Markdown(**{**CONFIGS[name], "extensions": [QUICK, *CONFIGS[name]["extensions"]]})
    if name in ("none", "ours"):  # no others that look at all texts
        monkeypatch.setattr(InlineTreeprocessor, "run", None)
    assert quick.convert(SIMPLE) == expected


class Needy(Extension):
    """Patterns that say what they need: one before code, one that matches on what stands for a span."""

    def __init__(self, *needs: str, priority: float) -> None:
        self.needs, self.priority = needs, priority

    def extendMarkdown(self, md):
        pattern = Shout("|".join(map(re.escape, self.needs)), md)
        pattern.needs = self.needs
        md.inlinePatterns.register(pattern, "needy", self.priority)


@pytest.mark.parametrize("priority", [195, 100, 50, 1])
@pytest.mark.parametrize(
    "needs", [("c",), ("x", "**"), ("k",), ("0", "1"), ("`",), ("`c",), ("c`",), ("**",), ("*c",), ("b*",)]
)
@pytest.mark.parametrize(
    "text", ["a `c` **b** x", "**a c** `d`", "`x` c\n\n**k** `1`", "**0** k", "`a` **b**", "`a`c **b**c c`a` b**a**"]
)
def test_what_a_pattern_says_of_itself_is_heeded(priority: float, needs: tuple[str, ...], text: str) -> None:
    plain = Markdown(extensions=[Needy(*needs, priority=priority)])
    quick = Markdown(extensions=[Needy(*needs, priority=priority), QUICK])
    text += "\n\n" + needs[0]
    assert quick.convert(text) == plain.convert(text)


class Shout(InlineProcessor):
    """An inline pattern of which nothing is known."""

    def handleMatch(self, m, data):
        element = Element("b")
        element.text = m[0].upper()
        return element, m.start(), m.end()


class Boxes(BlockProcessor):
    """A block processor of which nothing is known."""

    def test(self, parent, block):
        return block.startswith("box")

    def run(self, parent, blocks):
        SubElement(parent, "section").text = blocks.pop(0)


class OtherHeader(HashHeaderProcessor):
    """One that takes other blocks than the class that it is made from."""

    def test(self, parent, block):
        return block.startswith("= ")

    def run(self, parent, blocks):
        SubElement(parent, "h1").text = blocks.pop(0)


class Foreign(Extension):
    def extendMarkdown(self, md):
        md.inlinePatterns.register(Shout("loud", md), "shout", 65)
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()\^(.*?)\^", "sup"), "escape", 180)
        md.parser.blockprocessors.register(Boxes(md.parser), "boxes", 61)
        md.parser.blockprocessors.register(OtherHeader(md.parser), "hashheader", 70)
        md.block_level_elements.append("section")


@pytest.mark.parametrize("first", [True, False])
def test_what_is_not_known_always_runs(first: bool) -> None:
    extensions: list[Any] = [QUICK, Foreign()] if first else [Foreign(), QUICK]
    text = "so loud\n\nbox a\n\n= head\n\n10^2^ \\* # no head"
    expected = Markdown(extensions=[Foreign()]).convert(text)
    assert (
        expected
        == "<p>so <b>LOUD</b></p>\n<section>box a</section>\n<h1>= head</h1>\n<p>10<sup>2</sup> \\* # no head</p>"
    )
    assert Markdown(extensions=extensions).convert(text) == expected


def test_what_is_registered_between_two_texts_is_taken_in() -> None:
    quick = Markdown(extensions=[QUICK])
    assert quick.convert("box loud") == "<p>box loud</p>"
    quick.inlinePatterns.register(Shout("loud", quick), "shout", 65)
    assert quick.reset().convert("box loud") == "<p>box <b>LOUD</b></p>"
    quick.parser.blockprocessors.register(Boxes(quick.parser), "boxes", 61)
    quick.block_level_elements.append("section")
    assert quick.reset().convert("box a\n\nb") == "<section>box a</section>\n<p>b</p>"


def odd_tree() -> Element:
    root = fromstring(
        '<div a="1"><p b="&lt;&quot;&amp;&gt;" checked="checked">x &amp;lt; &lt;y&gt;<br/>z</p>'
        "<BR/><script>a&lt;b</script>t</div>"
    )
    root[0].set("bare", None)  # type: ignore[arg-type]
    return root


def with_comment(root: Element) -> Element:
    root.append(Comment("no <b>"))
    return root


def with_namespace(root: Element) -> Element:
    SubElement(root, QName("urn:x", "y"), {QName("urn:x", "z"): "1"})  # type: ignore[call-overload]
    return root


@pytest.mark.parametrize("stock", [to_html_string, to_xhtml_string])
@pytest.mark.parametrize("change", [lambda root: root, with_comment, with_namespace])
def test_any_tree_is_written_alike(stock: Callable[[Element], str], change: Callable[[Element], Element]) -> None:
    root = change(odd_tree())
    assert SERIALIZERS[stock](root) == stock(root)
