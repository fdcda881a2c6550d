"""What the quick parts do to a whole text or tree is what those do whose place they take."""

from __future__ import annotations

from copy import deepcopy
from xml.etree.ElementTree import Comment, Element, SubElement, tostring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown

from fast_build.quick_markdown.serializer import SERIALIZERS
from fast_build.quick_markdown.text import QUICK_TEXT
from fast_build.quick_markdown.tree import QUICK_TREE

STASH = ["<div>a</div>", "<b>c</b>", "\x02wzxhzdk:0\x03", "<p>\x02wzxhzdk:1\x03</p>", "<!-- d -->", "e", "</p>"]
WRITTEN = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<p>", "</p>", *(f"\x02wzxhzdk:{n}\x03" for n in range(9)), "<b>", "\x02", "字", "\n"]
    ),
    max_size=12,
).map("".join)
LINES = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "  ",
            "a",
            "a  ",
            "  b",
            "\t",
            "\tc",
            "\x02d",
            "e\r",
            "f\n \ng",
            "&",
            "&amp;",
            "<p>",
            "</p>",
            "<b> \n",
        ]
    ),
    max_size=9,
)


def pair(kind: type, *, extension: str) -> tuple[object, object, Markdown]:
    """A processor of the stock kind, and ours in its place, of one Markdown object."""
    md = Markdown(extensions=[extension] if extension else [])
    everything = (*md.preprocessors, *md.treeprocessors, *md.postprocessors)
    stock = next(processor for processor in everything if type(processor) is kind)
    quick = deepcopy(stock, {id(md): md})
    quick.__class__ = {**QUICK_TEXT, **QUICK_TREE}[kind]
    return stock, quick, md


def kinds(name: str) -> pytest.MarkDecorator:
    known = [
        (kind, "md_in_html" if "md_in_html" in kind.__module__ else "") for kind in QUICK_TEXT if name in kind.__name__
    ]
    assert known
    return pytest.mark.parametrize(("kind", "extension"), known)


@kinds("RawH")
@given(text=WRITTEN)
def test_stashed_html(kind: type, extension: str, text: str) -> None:
    assert_restored(kind, extension, text, STASH)


def assert_restored(kind: type, extension: str, text: str, stash: list[str]) -> None:
    stock, quick, md = pair(kind, extension=extension)
    for html in stash:
        md.htmlStash.store(html)
    assert quick.run(text) == stock.run(text)  # type: ignore[attr-defined]


def test_stashed_html_that_markdown_makes_from_elements() -> None:
    kind = next(kind for kind in QUICK_TEXT if kind.__name__ == "MarkdownInHTMLPostprocessor")
    stock, quick, md = pair(kind, extension="md_in_html")
    placeholder = md.htmlStash.store(Element("div", {"a": "b"}))
    text = f"<p>{placeholder}</p><p>{placeholder} </p>"
    assert quick.run(text) == stock.run(text)  # type: ignore[attr-defined]
    assert "<div a" in quick.run(text)  # type: ignore[attr-defined]


@kinds("Block")
@given(lines=LINES)
@example(lines=["a &#65 b"])
def test_blocks_of_html(kind: type, extension: str, lines: list[str]) -> None:
    stock, quick, md = pair(kind, extension=extension)
    expected = stock.run(list(lines)), list(md.htmlStash.rawHtmlBlocks)  # type: ignore[attr-defined]
    md.htmlStash.reset()
    assert (quick.run(list(lines)), list(md.htmlStash.rawHtmlBlocks)) == expected  # type: ignore[attr-defined]


@kinds("White")
@given(lines=LINES)
def test_white_space(kind: type, extension: str, lines: list[str]) -> None:
    stock, quick, _ = pair(kind, extension=extension)
    assert quick.run(list(lines)) == stock.run(list(lines))  # type: ignore[attr-defined]


TAGS = st.sampled_from(["div", "p", "li", "pre", "code", "b", "br", "table", "Comment"])
TEXTS = st.sampled_from([None, "", " ", "\n\n", "a", "\u3000", " a\n", "\x0242\x03", "\x02amp\x03"])
TREES = st.recursive(
    st.tuples(TAGS, TEXTS, TEXTS, st.just([])),
    lambda inner: st.tuples(TAGS, TEXTS, TEXTS, st.lists(inner, max_size=4)),
    max_leaves=12,
)


def made(tree) -> Element:  # type: ignore[no-untyped-def]
    tag, text, tail, children = tree
    element = Comment(text or "") if tag == "Comment" else Element(tag, {"title": text or ""})
    element.text, element.tail = text, tail
    for child in children if tag != "Comment" else ():
        element.append(made(child))
    return element


@pytest.mark.parametrize("kind", [kind for kind in QUICK_TREE if "Attr" not in kind.__name__])
@given(tree=TREES)
@example(tree=("p", "\x0242\x03", None, [("code", "\x0242\x03", "\x0242\x03", [])]))
def test_any_tree(kind: type, tree: object) -> None:
    stock, quick, _ = pair(kind, extension="")
    one = SubElement(Element("root"), "div")
    one.append(made(tree))
    other = deepcopy(one)
    stock.run(one)  # type: ignore[attr-defined]
    quick.run(other)  # type: ignore[attr-defined]
    assert tostring(other) == tostring(one)


MARKED = st.sampled_from([None, "", "a", "&amp;", "&", "<b>", '"', "字>"])
WRITTEN_TREES = st.recursive(
    st.tuples(st.sampled_from(["p", "BR", "hr", "script", "Style", "b"]), MARKED, MARKED, MARKED, st.just([])),
    lambda inner: st.tuples(
        st.sampled_from(["p", "br", "style", "b"]), MARKED, MARKED, MARKED, st.lists(inner, max_size=3)
    ),
    max_leaves=9,
)


def written(tree) -> Element:  # type: ignore[no-untyped-def]
    tag, text, tail, value, children = tree
    element = Element(tag, {"checked": "checked", "b": value or ""} if value == "a" else {"title": value})
    element.text, element.tail = text, tail
    element.extend(written(child) for child in children)
    return element


@pytest.mark.parametrize("stock", list(SERIALIZERS))
@given(tree=WRITTEN_TREES)
def test_any_tree_as_text(stock, tree: object) -> None:  # type: ignore[no-untyped-def]
    root = written(tree)
    assert SERIALIZERS[stock](root) == stock(root)
