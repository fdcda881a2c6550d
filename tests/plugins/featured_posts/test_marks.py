"""What a post's front matter says of it being featured."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from featured_posts.marks import Mark, MarkError, parse_featured, parse_until
from featured_posts.picking import pick


@pytest.mark.parametrize("value", [True, "true", "True", " yes ", "on"])
def test_featured_without_a_rank(value):
    assert parse_featured(value) == Mark()


@pytest.mark.parametrize("value", [None, False, "false", "No", "off", "", 0, "0"])
def test_not_featured(value):
    assert parse_featured(value) is None


@pytest.mark.parametrize(("value", "rank"), [(1, 1), ("1", 1), (12, 12), (" 2 ", 2)])
def test_featured_with_a_rank(value, rank):
    assert parse_featured(value) == Mark(rank=rank)


@pytest.mark.parametrize("value", [-1, 1.5, "first", "一", "²", ["true"], {"a": 1}])
def test_featured_values_that_are_none(value):
    with pytest.raises(MarkError, match="write true, false, or a rank from 1"):
        parse_featured(value)


@pytest.mark.parametrize(
    "value", [date(2026, 3, 31), datetime(2026, 3, 31, 12), "2026-03-31", " 2026-03-31 ", "2026-03-31 12:00"]
)
def test_until_is_a_day(value):
    assert parse_until(value) == date(2026, 3, 31)


@pytest.mark.parametrize("value", [None, "", " "])
def test_until_may_be_absent(value):
    assert parse_until(value) is None


@pytest.mark.parametrize("value", ["soon", 3, "2026-13-01", True])
def test_until_that_is_no_day(value):
    with pytest.raises(MarkError, match="write a date such as"):
        parse_until(value)


class Post(SimpleNamespace):
    __hash__ = object.__hash__


def article(day: int) -> Post:
    return Post(date=datetime(2026, 1, day, tzinfo=UTC))


def test_ranks_first_then_the_newest():
    old, new, second, first, first_newer = (article(day) for day in (1, 2, 3, 4, 5))
    marks = {old: Mark(), new: Mark(), second: Mark(2), first: Mark(1), first_newer: Mark(1)}
    picked = pick([old, article(6), first, new, second, first_newer], marks, datetime(2026, 2, 1, tzinfo=UTC))
    assert picked == [first_newer, first, second, new, old]


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 3, 31, 23, 59, tzinfo=ZoneInfo("Asia/Tokyo")), True),
        (datetime(2026, 4, 1, tzinfo=ZoneInfo("Asia/Tokyo")), False),
        (datetime(2026, 3, 31, 20, 0, tzinfo=ZoneInfo("America/New_York")), True),
    ],
)
def test_the_last_day_is_that_of_the_site_s_time_zone(now, due):
    post = article(1)
    assert bool(pick([post], {post: Mark(until=date(2026, 3, 31))}, now)) is due


def test_a_post_is_not_due_before_its_date():
    post = article(2)
    assert pick([post], {post: Mark()}, datetime(2026, 1, 1, 23, 59, tzinfo=UTC)) == []
    assert pick([post], {post: Mark()}, datetime(2026, 1, 2, tzinfo=UTC)) == [post]
