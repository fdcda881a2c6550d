"""Lists that know what they hold."""

from __future__ import annotations

import pickle

from fast_build.lists import ArticleList


class Post:
    """Stands for a post of Pelican: equal to itself alone."""


def test_a_list_knows_what_it_holds() -> None:
    one, other = Post(), Post()
    found = ArticleList([one])
    assert one in found
    assert other not in found
    assert ArticleList() == []


def test_no_post_of_the_list_is_compared() -> None:
    class Slow(Post):
        def __eq__(self, other: object) -> bool:
            raise AssertionError("compared")

        __hash__ = object.__hash__

    assert Post() not in ArticleList(Slow() for _ in range(100))


def test_it_is_pickled_as_a_plain_list() -> None:
    assert type(pickle.loads(pickle.dumps(ArticleList([1, 2])))) is list
