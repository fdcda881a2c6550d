"""Headings of plain text and code blocks take a short way, with the same outcome."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, tostring

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from japanese_text.extension import _break_text, _insert_break, _runs_of
from japanese_text.phrases import find_breaks
from japanese_text.reading_time import _JAPANESE, _UNREAD, _WORD, Amount, measure

TEXTS = st.text(st.sampled_from("新しいモデルの使い方を、失敗した例 abc-4「」。1"), max_size=30)
PIECES = (
    "<pre>",
    "<pre class='a'>",
    "</pre>",
    "<prefix>",
    "<pre",
    "</pre",
    "<",
    ">",
    "\n",
    "a b",
    "字",
    "&amp;",
    "<math>",
    "</math>",
    "pre",
    "-",
)


def heading(text: str | None) -> Element:
    element = Element("h2")
    element.text = text
    return element


@pytest.mark.parametrize("text", [None, "", "a", "要点", "新しいモデルの使い方を考える"])
def test_headings(text: str | None) -> None:
    assert_same_breaks(text)


@given(text=TEXTS)
def test_any_heading(text: str) -> None:
    assert_same_breaks(text)


def assert_same_breaks(text: str | None) -> None:
    short, long = heading(text), heading(text)
    _break_text(short)
    runs = list(_runs_of(long, 0))
    for offset in reversed(find_breaks("".join(run.text for run in runs))):
        _insert_break(runs, offset)
    assert tostring(short, "unicode") == tostring(long, "unicode")


def measured(content: str) -> Amount:
    """With the code blocks found by one pattern."""
    parts = re.split(r"(<pre\b.*?</pre>)", content, flags=re.DOTALL)
    text = _UNREAD.sub("", "".join(parts[::2]))
    others = _JAPANESE.split(text)
    lines = sum(block.count("\n") or 1 for block in parts[1::2])
    return Amount(len(text) - sum(map(len, others)), len(_WORD.findall(" ".join(others))), lines)


@given(content=st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
@example(content="<pre>a</pre>")
@example(content="<pre>\n</pre>b<prefix></pre><pre>c</pre>")
def test_any_content(content: str) -> None:
    assert measure(content) == measured(content)
