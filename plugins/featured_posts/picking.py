"""Decides which posts are featured, and in what order. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from .marks import Mark


def pick(articles: Iterable[Any], marks: Mapping[Any, Mark], now: datetime) -> list[Any]:
    """Those of the articles that are marked and due, ranked ones first, the newest first among equals.

    `now` is aware and in the site's time zone: a mark's last day counts there.
    """
    due = [article for article in articles if article in marks and _is_due(article, marks[article], now)]
    return sorted(due, key=lambda article: _place(article, marks[article].rank))


def _is_due(article: Any, mark: Mark, now: datetime) -> bool:
    return article.date <= now and (mark.until is None or now.date() <= mark.until)


def _place(article: Any, rank: int | None) -> tuple[bool, int, float]:
    return rank is None, rank or 0, -article.date.timestamp()
