"""Puts on each post which others its page leads to. The names are those of README.md."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .relations import by_language, find_neighbours, find_related, find_series
from .settings import Settings


def relate(articles: Iterable[Any], settings: Settings) -> None:
    """Neighbours, series and related posts, each among the posts of one language."""
    for posts in by_language(articles):
        series = find_series(posts)
        related = find_related(posts, series, settings.related)
        for article, older, newer in find_neighbours(posts):
            article.previous_article, article.next_article = older, newer
            article.series = series.get(article)
            article.related_articles = related.get(article, ())
