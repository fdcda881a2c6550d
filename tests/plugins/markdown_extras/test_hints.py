"""A text is passed over only when the check behind the hint finds nothing in it."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from markdown_extras.attributes import _NAME_HINT, _VALUE_HINT
from markdown_extras.extension import _NOT_XML
from markdown_extras.hints import in_bytes, may_break_xml, may_load, may_name, may_run
from markdown_extras.media import _ELEMENT

ELEMENTS = (
    *("iframe", "script", "style", "svg", "picture", "video", "audio", "object", "textarea", "title"),
    *("img", "image", "input", "embed", "source", "track", "link"),
)
PIECES = st.sampled_from(
    [
        *(f"<{name}" for name in ELEMENTS),
        *(f"</{name}>" for name in ELEMENTS),
        *(
            "<",
            ">",
            "<!--",
            "-->",
            "<span>",
            "<strong>",
            "<li>",
            "<em>",
            "<td>",
            "<p>",
            " ",
            "\n",
            "\u3000",
            "\x1f",
            "\x85",
            "字",
            "ſ",
            "ı",
            "İ",
        ),
        *(
            "=",
            '"',
            "'",
            "&",
            "&#106;",
            "javascript:",
            "vbscript:",
            "data:",
            "J",
            "j\n:",
            "V:",
            "d",
            ":",
            "/",
            "on",
            "style",
            "src=",
            "href=",
        ),
        *(
            "\0",
            "\x08",
            "\t",
            "\r",
            "\x0b",
            "\x0c",
            "\x0e",
            "\x7f",
            "\ud800",
            "\udfff",
            "\ud7ff",
            "\ue000",
            "\ufffd",
            "\ufffe",
            "\uffff",
            "\U0010ffff",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=10).map("".join)


@given(text=TEXTS | st.text(st.characters(codec=None), max_size=12))
@example(text="=\u3000'\x01j:")
@example(text="=&")
@example(text='="\x85D\n:')
def test_any_text(text: str) -> None:
    written = in_bytes(text)
    assert may_load(written) or not _ELEMENT.search(text)
    assert may_run(written) or not _VALUE_HINT.search(text)
    assert may_name(written) or not _NAME_HINT.search(text)
    assert may_break_xml(written) or not _NOT_XML.search(text)


@pytest.mark.parametrize("name", ELEMENTS)
def test_every_spelling_that_counts_as_the_name(name: str) -> None:
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    for place, letter in enumerate(name):
        for other in re.findall(letter, everything, re.IGNORECASE):
            text = f"<{name[:place]}{other}{name[place + 1 :]}></{name}>"
            assert may_load(in_bytes(text)) or not _ELEMENT.search(text), text
    assert _ELEMENT.search(f"<{name.upper()}></{name}>")


def test_every_character_of_no_xml() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert may_break_xml(in_bytes(f"字{char}a")) or not _NOT_XML.search(char), ascii(char)


def test_every_letter_that_may_begin_a_scheme() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        for text in (f"={char}a:", f'="{char}&', f"={char}j:"):
            assert may_run(in_bytes(text)) or not _VALUE_HINT.search(text), ascii(text)


def test_most_texts_are_passed_over() -> None:
    written = in_bytes(
        '<h2 id="a">字</h2>\n<ul>\n<li><strong>b</strong>: <em>c</em></li></ul><table><tr><td><span class="data">=</span></td></tr></table>'
    )
    assert not any(may(written) for may in (may_load, may_run, may_name, may_break_xml))
