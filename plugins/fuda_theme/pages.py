"""Which pages of the site a search engine should know: the sitemap's entries, out of what the generators hold.

Written here and not taken from the plugin pelican-sitemap, whose dates of lists are those of the build, so that no two builds are
alike, and whose links between translations carry a wrong attribute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any

from .documents import SitemapEntry


def list_pages(context: Mapping[str, Any], articles: Any, pages: Any) -> Iterator[SitemapEntry]:
    """Everything published: no drafts, nothing hidden, not the page for errors, and of a list only its first page.

    `articles` and `pages` are Pelican's generators.
    """
    newest = _changed_last(articles.articles)
    yield SitemapEntry(context.get("INDEX_URL", ""), newest)
    for content in chain(articles.articles, articles.translations, pages.pages, pages.translations):
        if content.status == "published":
            yield SitemapEntry(content.url, _changed(content), tuple(_languages(content)))
    for term, posts in chain(articles.tags.items(), articles.categories, articles.authors, _types(context)):
        if term.url:
            yield SitemapEntry(term.url, _changed_last(posts))
    for periods in articles.period_archives.values():
        for period in periods:
            yield SitemapEntry(period["url"], _changed_last(period["articles"]))
    for name in ("archives", "tags", "categories", "authors"):
        if name in context["DIRECT_TEMPLATES"]:
            yield SitemapEntry(context.get(f"{name.upper()}_URL", f"{name}.html"), newest)


def _types(context: Mapping[str, Any]) -> Iterable[tuple[Any, Any]]:
    return ((post_type, post_type.articles) for post_type in context.get("post_types", ()))


def _languages(content: Any) -> Iterator[tuple[str, str]]:
    if content.translations:
        for version in (content, *content.translations):
            yield version.lang, version.url


def _changed(content: Any) -> datetime | None:
    return getattr(content, "modified", None) or getattr(content, "date", None)


def _changed_last(contents: Iterable[Any]) -> datetime | None:
    return max(filter(None, map(_changed, contents)), default=None)
