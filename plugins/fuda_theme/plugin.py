"""Pelican's signals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from io import StringIO
from itertools import chain
from typing import Any

from jinja2.filters import do_striptags as striptags
from markupsafe import escape
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals

from .documents import with_stylesheet
from .featured import put_back
from .generator import SiteGenerator
from .pages import list_pages
from .posts import relate

BEGINNING = 500
"""Of a feed: what is long is not put together anew for a line at its beginning."""


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(prepare)
    signals.feed_generated.connect(strip_summaries)
    signals.feed_generated.connect(style_feed)


def add_generator(pelican: Any) -> type[SiteGenerator]:  # noqa: ARG001
    """Have the context and the small files made."""
    return SiteGenerator


def prepare(generators: list[Any]) -> None:
    """Give every post its neighbours, once all of them are known, and the context what was not known before."""
    ours, articles, pages = (_pick(generators, kind) for kind in (SiteGenerator, ArticlesGenerator, PagesGenerator))
    ours.settle()
    if "featured" in ours.fuda.hide:
        put_back(ours.context)
    relate(chain(articles.articles, articles.translations), ours.fuda)
    if ours.fuda.sitemap and ours.site_url:
        ours.list_pages = partial(list_pages, ours.context, articles, pages)


def _pick(generators: list[Any], kind: type[Any]) -> Any:
    return next(generator for generator in generators if isinstance(generator, kind))


def strip_summaries(context: Mapping[str, Any], feed: Any) -> None:
    """Make the summaries beside whole posts plain text: a browser that shows the styled feed would show their tags."""
    for item in feed.items if _feed_style(context) else ():
        if item["content"] and item["description"]:
            item["description"] = str(escape(striptags(item["description"])))


def style_feed(context: Mapping[str, Any], feed: Any) -> None:
    """Have the stylesheet for people written into a feed. On its way to the file, so that whoever writes sees the whole text."""
    href = _feed_style(context)
    if not href:
        return

    def write_styled(file: Any, encoding: str) -> None:
        plain = StringIO()
        del feed.write  # or else the feed would hold itself, and stay in memory
        feed.write(plain, encoding)
        text = plain.getvalue()
        file.write(with_stylesheet(text[:BEGINNING], href))
        file.write(text[BEGINNING:])

    feed.write = write_styled


def _feed_style(context: Mapping[str, Any]) -> str:
    """The URL of the stylesheet for feeds; "" without one."""
    file = context["fuda"].feed_stylesheet if "fuda" in context else ""
    return f"{context['SITEURL']}/{file}" if file else ""
