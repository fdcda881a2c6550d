"""Which contents a page looks at."""

from __future__ import annotations

import copy
from array import array

import pytest
from pelican.contents import Article, Page
from pelican.settings import DEFAULT_CONFIG

from fast_build.writing.touched import Touched


def contents() -> list[Article | Page]:
    kinds: tuple[type[Article | Page], ...] = (Article, Page, Article)
    return [kind("text", {"title": "T"}, settings=dict(DEFAULT_CONFIG), source_path="a.md") for kind in kinds]


def noted(touched: Touched) -> list[int]:
    return array("I", touched.packed()).tolist()


def test_each_page_notes_what_it_reads() -> None:
    first, second, third = posts = contents()
    touched = Touched(posts)
    try:
        for _ in range(2):
            touched.start()
            assert first.title == third.title == first.title == "T"
            assert noted(touched) == [0, 2]
            touched.start()
            assert not hasattr(second, "nothing")
            assert noted(touched) == [1]
        with pytest.raises(AttributeError, match="nothing"):
            _ = third.nothing
    finally:
        touched.stop()


def test_a_text_made_on_the_way_tells_what_it_looked_at_by_itself() -> None:
    first, second, third = posts = contents()
    touched = Touched(posts)
    try:
        touched.start()
        assert first.title
        made, seen = touched.during(lambda: first.title + second.title)
        assert (made, sorted(seen)) == ("TT", [0, 1])
        assert noted(touched) == [0, 1]
        touched.start()
        touched.add(seen)
        assert third.title
        assert noted(touched) == [0, 1, 2]
    finally:
        touched.stop()


def test_the_contents_stay_what_they_are() -> None:
    posts = contents()
    touched = Touched(posts)
    try:
        assert [type(post).__qualname__ for post in posts] == ["Article", "Page", "Article"]
        assert [isinstance(post, Article) for post in posts] == [True, False, True]
        touched.start()
        twin = copy.copy(posts[0])
        assert twin.title == "T"
        twin.title = "other"
        assert (twin.title, posts[0].title, noted(touched)) == ("other", "T", [0])
    finally:
        touched.stop()
    assert [type(post) for post in posts] == [Article, Page, Article]
    assert vars(posts[0])["title"] == "T"
