"""Links between sources are found in every text in which Pelican finds one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG

from fast_build.reading.links import QuickLinks

PIECES = (
    "<a href=",
    "<img src=",
    '"',
    "'",
    "{",
    "|",
    "}",
    "filename",
    "static",
    "a.md",
    ">",
    " ",
    "\n",
    "文",
    "{filename}a.md",
    "|b|",
)


class QuickArticle(QuickLinks, Article):
    pass


def links_in(kind: type[Article], text: str, **settings: str) -> list[tuple[str, ...]]:
    """What Pelican's replacer is asked about, and the text that comes of it."""
    asked: list[tuple[str, ...]] = []
    content = kind(text, {"title": "T"}, settings=DEFAULT_CONFIG | settings, source_path="a.md", context={})
    content._link_replacer = lambda _, match: asked.append(match.groups()) or "LINK"
    finished = content._update_content(text, "")
    return [*asked, (finished,)]


@given(st.lists(st.sampled_from(PIECES), max_size=24).map("".join))
def test_any_text_comes_out_as_pelicans(text: str) -> None:
    assert links_in(QuickArticle, text) == links_in(Article, text)


@pytest.mark.parametrize(
    ("text", "settings", "found"),
    [
        ('<a href="{filename}b.md">', {}, 1),
        ("<a href='|filename|b.md'>{", {}, 1),
        ('<p>{"a": 1}</p><a href="b">', {}, 0),
        ("", {}, 0),
        ('<a href="@filename@b.md">', {"INTRASITE_LINK_REGEX": "@(?P<what>.*?)@"}, 1),
    ],
)
def test_links(text: str, settings: dict[str, str], found: int) -> None:
    assert len(links_in(QuickArticle, text, **settings)) - 1 == found
    assert links_in(QuickArticle, text, **settings) == links_in(Article, text, **settings)
