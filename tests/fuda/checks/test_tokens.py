"""Tags and texts out of HTML."""

from __future__ import annotations

import pytest

from fuda.checks.tokens import Tag, Text, cut


def shown(html: str) -> list[str]:
    return [
        f"{'/' if token.is_end else ''}{token.name}" if isinstance(token, Tag) else token.text for token in cut(html)
    ]


@pytest.mark.parametrize(
    ("html", "tokens"),
    [
        ("<p>a<br>b</p>", ["p", "a", "br", "b", "/p"]),
        ("<!doctype html><HTML><!-- <p> --></hTmL>", ["html", "/html"]),
        ("<a title='>'>x</a>", ["a", "x", "/a"]),
        ('<a title=">" href=/x>x</a>', ["a", "x", "/a"]),
        ("<script>if (a < b) '<p>'</script>x", ["script", "if (a < b) '<p>'", "/script", "x"]),
        ("<style>a > b {}</style>", ["style", "a > b {}", "/style"]),
        ("<title>C < C++ <b></title>", ["title", "C < C++ <b>", "/title"]),
        ("<textarea><p></textarea>", ["textarea", "<p>", "/textarea"]),
        ("<title></title><p>", ["title", "/title", "p"]),
        ("<!-- never ends <p>", []),
        ("1 < 2", ["1 < 2"]),
        ("<p>open at the end", ["p", "open at the end"]),
        ("", []),
    ],
)
def test_cut(html, tokens):
    assert shown(html) == tokens


def test_text_of_raw_elements_is_marked():
    assert [token.raw for token in cut("a<script>b</script>c") if isinstance(token, Text)] == ["", "script", ""]


def test_attributes():
    (tag,) = cut("""<img SRC="a&amp;b" alt='"' width=10 hidden data-x = "y" src="2"/>""")
    assert isinstance(tag, Tag)
    assert tag.pairs() == [
        ("src", "a&b"),
        ("alt", '"'),
        ("width", "10"),
        ("hidden", ""),
        ("data-x", "y"),
        ("src", "2"),
    ]
    assert tag.is_self_closing


def test_a_long_run_of_quotes_takes_no_time():
    assert list(cut("<a " + "'\"" * 50_000)) == [Text("<a " + "'\"" * 50_000, 0)]
