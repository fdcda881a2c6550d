"""What a post's front matter says of it being featured. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_YES = {"true", "yes", "on"}
_NO = {"false", "no", "off", "0", ""}


class MarkError(ValueError):
    """A value that is none; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A post that asks to be featured: with what rank (1 comes first; None comes after all ranks), and to the end of which day."""

    rank: int | None = None
    until: date | None = None


def parse_featured(value: Any) -> Mark | None:
    """The mark that a value of `featured` stands for, or None for a post that is not featured. Text counts as what it says."""
    text = "" if value is None else str(value).strip().lower()
    if text in _NO:
        return None
    if text in _YES:
        return Mark()
    if text.isascii() and text.isdigit():
        return Mark(rank=int(text))
    raise MarkError(f"featured is {value!r}; write true, false, or a rank from 1")


def parse_until(value: Any) -> date | None:
    """The day that a value of `featured_until` names, None when there is no value."""
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    text = str(value).strip()
    try:
        return datetime.fromisoformat(text).date() if text else None
    except ValueError:
        raise MarkError(f"featured_until is {value!r}; write a date such as 2026-03-31") from None
