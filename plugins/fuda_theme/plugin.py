"""Pelican's signals."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from jinja2.filters import do_striptags as striptags
from markupsafe import escape
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals

from .documents import make_sitemap, with_stylesheet
from .generator import SiteGenerator
from .pages import list_pages
from .posts import relate, tell_about


def register() -> None:
    """Called by Pelican."""
    signals.get_generators.connect(add_generator)
    signals.all_generators_finalized.connect(prepare)
    signals.feed_generated.connect(strip_summaries)
    signals.feed_written.connect(style_feed)


def add_generator(pelican: Any) -> type[SiteGenerator]:  # noqa: ARG001
    """Have the context and the small files made."""
    return SiteGenerator


def prepare(generators: list[Any]) -> None:
    """Give every post what its page prints, once all of them are known and have their covers."""
    ours, articles, pages = (_pick(generators, kind) for kind in (SiteGenerator, ArticlesGenerator, PagesGenerator))
    relate(chain(articles.articles, articles.translations), ours.fuda)
    everything = chain(articles.articles, articles.translations, articles.hidden_articles, articles.drafts)
    tell_about(everything, ours.context, ours.fuda)
    if ours.fuda.sitemap and ours.site_url:
        ours.sitemap = make_sitemap(list_pages(ours.context, articles, pages), ours.site_url)


def _pick(generators: list[Any], kind: type[Any]) -> Any:
    return next(generator for generator in generators if isinstance(generator, kind))


def strip_summaries(context: Mapping[str, Any], feed: Any) -> None:  # noqa: ARG001
    """Make the summaries beside whole posts plain text: a browser that shows a feed would show their tags."""
    for item in feed.items:
        if item["content"] and item["description"]:
            item["description"] = str(escape(striptags(item["description"])))


def style_feed(path: str, context: Mapping[str, Any], feed: Any) -> None:  # noqa: ARG001
    """Put the stylesheet for people into a feed that was just written."""
    if "fuda" in context and context["fuda"].feed_stylesheet:
        file = Path(path)
        text = file.read_text(encoding="utf-8")
        file.write_text(
            with_stylesheet(text, f"{context['SITEURL']}/{context['fuda'].feed_stylesheet}"), encoding="utf-8"
        )
