"""Lists that know what they hold."""

from __future__ import annotations

import pickle
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from pelican.generators import ArticlesGenerator

from fast_build.reading.lists import ArticleList, quick_archives


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


@dataclass(eq=False)
class Dated:
    date: datetime


@pytest.mark.parametrize("seed", range(5))
def test_archives_are_those_of_pelican(seed: int) -> None:
    chance = random.Random(seed)
    days = [datetime(2020, 1, 1, tzinfo=UTC) + timedelta(chance.randrange(900)) for _ in range(60)]
    articles = [Dated(day) for day in days]
    by_date = sorted(articles, key=lambda article: article.date, reverse=chance.random() < 0.5)
    settings = {f"{name}_ARCHIVE_SAVE_AS": f"{name}/{{date:%Y-%m-%d}}" for name in ("YEAR", "MONTH", "DAY")}
    settings |= {f"{name}_ARCHIVE_URL": "" for name in ("YEAR", "MONTH", "DAY")}
    build = partial(ArticlesGenerator._build_period_archives, None)
    assert quick_archives(build)(by_date, articles, settings) == build(by_date, articles, settings)
