"""`Retry-After` (RFC 9110, 10.2.3): a number of seconds or a date."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 30 * 24 * 3600.0
"""Seconds. No server may keep us away for longer."""


def parse_retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds to wait, 0 when the date is over, 30 days at most; None when the server named no time that can be read."""
    text = (value or "").strip(" \t")
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # the latter for a time zone of billions of hours
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max(0.0, (aware - now).total_seconds()), LONGEST_WAIT)
