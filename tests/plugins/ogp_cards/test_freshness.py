"""When a URL is asked again, and what a failure means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ogp_cards.freshness import archived_copy, is_due, state_of, with_card, with_failure
from ogp_cards.model import Card, Entry, PageFields

NOW = datetime(2025, 6, 1, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def card(age: timedelta = timedelta()) -> Card:
    return Card(PageFields("Title"), NOW - age)


def failing(*ages: timedelta, known: Card | None = None, for_good: bool = False) -> Entry:
    """An entry after failures this long ago, the oldest first."""
    entry = Entry("https://a.example/x", known)
    for age in ages:
        entry = with_failure(entry, "because", NOW - age, for_good=for_good)
    return entry


@pytest.mark.parametrize(
    ("entry", "due", "state"),
    [
        (None, True, "missing"),
        (Entry("u"), True, "missing"),
        (Entry("u", overrides={"title": "mine"}), True, "missing"),
        (Entry("u", card()), False, "fresh"),
        (Entry("u", card(MONTH - HOUR)), False, "fresh"),
        (Entry("u", card(MONTH)), True, "stale"),
        (Entry("u", card(-HOUR)), True, "stale"),
        (failing(HOUR / 2), False, "failing"),
        (failing(HOUR), True, "failing"),
        (failing(HOUR / 2, known=card(MONTH)), False, "kept"),
        (failing(DAY + HOUR, DAY / 2), False, "failing"),
        (failing(-DAY), True, "failing"),
        (failing(20 * DAY, 10 * DAY, DAY, for_good=True), False, "dead"),
        (failing(20 * DAY, 10 * DAY, DAY), False, "failing"),
        (failing(13 * DAY, 10 * DAY, DAY, for_good=True), False, "failing"),
        (failing(20 * DAY, DAY, for_good=True), True, "failing"),
    ],
)
def test_due_and_state(entry: Entry | None, due: bool, state: str) -> None:
    assert (is_due(entry, NOW, MONTH), state_of(entry, NOW, MONTH)) == (due, state)


def test_waits_grow() -> None:
    entry = Entry("u", card())
    now, waits = NOW, []
    for _ in range(6):
        entry = with_failure(entry, "because", now)
        assert entry.failure
        waits.append(entry.failure.next_try - now)
        now = entry.failure.next_try
    assert waits == [HOUR, DAY, 7 * DAY, 30 * DAY, 30 * DAY, 30 * DAY]
    assert entry.card == card()


def test_the_server_may_ask_for_a_longer_wait() -> None:
    failure = with_failure(Entry("u"), "busy", NOW, retry_after=7200.0).failure
    assert failure and failure.next_try == NOW + 2 * HOUR


@pytest.mark.parametrize("seconds", [1e9, 1e12, float("inf")])
def test_a_wait_of_years_is_cut_to_a_month(seconds: float) -> None:
    failure = with_failure(Entry("u"), "busy", NOW, retry_after=seconds).failure
    assert failure and failure.next_try == NOW + MONTH


def test_failures_of_two_builds_at_once_count_once() -> None:
    once = failing(timedelta(seconds=10))
    assert with_failure(once, "again", NOW) == once


def test_a_row_begins_anew_when_the_server_changes_its_mind() -> None:
    entry = with_failure(failing(20 * DAY, 10 * DAY), "gone", NOW, for_good=True)
    assert entry.failure and (entry.failure.count, entry.failure.first) == (1, NOW)


@pytest.mark.parametrize("retry_after", [None, 7200.0])
def test_a_dead_page_stays_dead_when_its_server_fails_otherwise(retry_after: float | None) -> None:
    dead = failing(20 * DAY, 10 * DAY, DAY, for_good=True, known=card(60 * DAY))
    entry = with_failure(dead, "answered 503", NOW, retry_after=retry_after)
    assert state_of(entry, NOW, MONTH) == "dead"
    assert archived_copy(entry) == archived_copy(dead)
    assert entry.failure and dead.failure
    assert entry.failure == replace(dead.failure, next_try=NOW + MONTH), "it says why it is dead, and waits as before"
    assert not is_due(entry, NOW, MONTH)
    assert state_of(with_failure(entry, "answered 404", NOW + MONTH, for_good=True), NOW, MONTH) == "dead"
    assert with_card(entry, card(), NOW).failure is None


def test_a_good_answer_ends_the_row_and_keeps_the_authors_words() -> None:
    entry = with_card(replace(failing(DAY), overrides={"title": "mine"}), card(), NOW)
    assert entry == Entry("https://a.example/x", card(), None, {"title": "mine"})


def test_an_older_answer_does_not_replace_a_newer_one() -> None:
    entry = Entry("u", card())
    assert with_card(entry, card(HOUR), NOW) is entry


def test_a_card_from_the_future_is_replaced() -> None:
    assert with_card(Entry("u", card(-DAY)), card(), NOW).card == card()


def test_the_archived_copy_is_from_the_day_last_seen_well() -> None:
    dead = failing(20 * DAY, 10 * DAY, DAY, for_good=True, known=card(60 * DAY))
    assert archived_copy(dead) == "https://web.archive.org/web/20250402120000/https://a.example/x"
    assert archived_copy(replace(dead, card=None)) == "https://web.archive.org/web/https://a.example/x"
    assert archived_copy(failing(DAY, known=card(60 * DAY))) == ""
