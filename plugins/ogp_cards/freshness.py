"""When a URL is asked again, and what an answer or its absence means for what is known of it. Pure; `now` is aware and in UTC."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from .model import Card, Entry, Failure

State = Literal["missing", "fresh", "stale", "kept", "failing", "dead"]
"""missing: never asked. kept: a good card whose page fails at present. failing: the same without a card."""

_WAITS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=30))
"""How long to wait after the first, second, third … failure in a row."""
_DEAD_COUNT = 3
_DEAD_SPAN = timedelta(days=14)
_ARCHIVE = "https://web.archive.org/web"


def is_due(entry: Entry | None, now: datetime, max_age: timedelta) -> bool:
    """Whether the URL is to be asked: it is new, its card is stale or from the future, or the wait after a failure is over."""
    if entry is None:
        return True
    if entry.failure:
        return not entry.failure.last <= now < entry.failure.next_try
    return entry.card is None or is_stale(entry.card.fetched, now, max_age)


def is_stale(fetched: datetime, now: datetime, max_age: timedelta) -> bool:
    """Whether a card of that time is to be asked for again; one from the future is, too."""
    return not now - max_age < fetched <= now


def state_of(entry: Entry | None, now: datetime, max_age: timedelta) -> State:
    """In one word, how the entry stands."""
    if entry is None or (entry.card is None and entry.failure is None):
        return "missing"
    if is_dead(entry):
        return "dead"
    if entry.failure:
        return "kept" if entry.card else "failing"
    return "stale" if is_due(entry, now, max_age) else "fresh"


def is_dead(entry: Entry) -> bool:
    """Whether the page has been refused for good (404, 410, no such host) often and long enough to believe it."""
    failure = entry.failure
    return (
        failure is not None
        and failure.for_good
        and failure.count >= _DEAD_COUNT
        and failure.last - failure.first >= _DEAD_SPAN
    )


def archived_copy(entry: Entry) -> str:
    """For a dead page, the URL of the archived copy nearest to the day on which it was last seen well; else empty."""
    if not is_dead(entry):
        return ""
    return f"{_ARCHIVE}/{entry.card.fetched:%Y%m%d%H%M%S}/{entry.url}" if entry.card else f"{_ARCHIVE}/{entry.url}"


def with_card(entry: Entry, card: Card, now: datetime) -> Entry:
    """The entry after a good answer; a card that another build has fetched since then stays, one from the future does not."""
    if entry.card and card.fetched < entry.card.fetched <= now:
        return entry
    return replace(entry, card=card, failure=None)


def with_failure(
    entry: Entry, reason: str, now: datetime, *, for_good: bool = False, retry_after: float | None = None
) -> Entry:
    """The entry after a try that failed: its card stays. `retry_after`: seconds that the server asked for, heard up to the longest wait.

    A row of failures counts from the first; when the server begins or ceases to refuse for good, a new row begins, but a dead page stays
    dead until there is a good answer. A failure that another build has noted within the last minute counts once.
    """
    before = entry.failure
    if before and timedelta() <= now - before.last < timedelta(minutes=1):
        return entry
    if before and before.last <= now and is_dead(entry) and not for_good:
        return replace(entry, failure=replace(before, next_try=now + _WAITS[-1]))
    if before is None or before.for_good != for_good or before.last > now:
        before = Failure(reason, 0, now, now, now)
    count = before.count + 1
    asked_for = timedelta(seconds=min(retry_after or 0, _WAITS[-1].total_seconds()))
    wait = max(_WAITS[min(count, len(_WAITS)) - 1], asked_for)
    return replace(entry, failure=Failure(reason, count, before.first, now, now + wait, for_good))
