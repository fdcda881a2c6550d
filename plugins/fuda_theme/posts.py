"""Puts on each post what its page prints beside its text. The names are those of README.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .json_ld import make_json_ld
from .links import make_breadcrumbs, make_edit_url, make_share_links
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


def tell_about(articles: Iterable[Any], context: Mapping[str, Any], settings: Settings) -> None:
    """Breadcrumbs, structured data, links to share and to edit."""
    site_url, types_shown = context["SITEURL"], len(context.get("post_types", ())) > 1
    for article in articles:
        home = context["fuda"].gettext(article.lang)("Home")
        article.breadcrumbs = make_breadcrumbs(article, home, types_shown=types_shown)
        article.json_ld = make_json_ld(article, article.breadcrumbs, site_url)
        article.edit_url = make_edit_url(settings.edit_url, article.relative_source_path)
        if site_url:
            article.share_links = make_share_links(f"{site_url}/{article.url}", str(article.title), settings.share)
