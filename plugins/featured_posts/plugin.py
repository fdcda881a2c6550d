"""Pelican's signals."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pelican.plugins import signals

from .marks import Mark, MarkError, parse_featured, parse_until
from .picking import pick
from .settings import FeaturedSettings

logger = logging.getLogger(__name__)


def register() -> None:
    """Called by Pelican."""
    signals.article_generator_finalized.connect(feature_articles)


def feature_articles(generator: Any, clock: Callable[[tzinfo], datetime] = datetime.now) -> None:
    """Put the featured posts into the context, and those of each post type into it."""
    settings = FeaturedSettings.read(generator.settings)
    context = generator.context
    marks = _read_marks(generator.articles)
    now = clock(ZoneInfo(generator.settings.get("TIMEZONE") or "UTC"))
    due = pick(generator.articles, marks, now)
    featured = context["featured_articles"] = due[: settings.max]
    if settings.apart:
        context["home_articles"] = _without(featured, context.get("home_articles", generator.articles))
    for post_type in context.get("post_types", ()):
        own = [article for article in due if article.post_type is post_type][: settings.max]
        post_type.featured_articles[:] = own
        if settings.apart:
            post_type.list_articles[:] = _without(own, post_type.list_articles)


def _without(featured: Iterable[Any], articles: Iterable[Any]) -> list[Any]:
    apart = set(featured)
    return [article for article in articles if article not in apart]


def _read_marks(articles: list[Any]) -> Mapping[Any, Mark]:
    marks = {}
    for article in articles:
        mark = _read_mark(article)
        article.featured_rank = mark.rank if mark else None
        if mark:
            marks[article] = mark
    return marks


def _read_mark(article: Any) -> Mark | None:
    try:
        mark = parse_featured(article.metadata.get("featured"))
        return mark and replace(mark, until=parse_until(article.metadata.get("featured_until")))
    except MarkError as error:
        path = article.source_path
        shown = os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else path
        logger.warning("%s: %s; until then the post is not featured", shown, error)
        return None
