"""Pelican's signals."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from .addresses import Source, Verdict, judge
from .generator import ARTICLE_LISTS, take_out
from .lists import drop_clashing
from .names import Use, find_variants, shorten
from .patterns import new_settings
from .taken import collect_taken, names_of
from .translations import group, put_off_grouping

logger = logging.getLogger(__name__)
_GENERATOR = "permalinks_articles_generator"
"""Key in the context: the run's ArticlesGenerator, for the time when the pages are known."""
_SLUG_LINE = re.compile(r"\s*(slug|save_as)\s*:", re.IGNORECASE)


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(keep_characters)
    signals.article_generator_init.connect(begin_articles)
    signals.page_generator_init.connect(begin_pages)
    signals.article_generator_pretaxonomy.connect(settle_articles)
    signals.page_generator_finalized.connect(settle_pages)


def keep_characters(pelican: Any) -> None:
    """Before anything is read."""
    pelican.settings.update(new_settings(pelican.settings))


def begin_articles(generator: Any) -> None:
    """Before the articles are read."""
    put_off_grouping(generator, "ARTICLE")


def begin_pages(generator: Any) -> None:
    """Before the pages are read."""
    put_off_grouping(generator, "PAGE")


def settle_articles(generator: Any) -> None:
    """Before Pelican sorts the articles by tag, category and author."""
    generator.context[_GENERATOR] = generator
    articles = list(chain.from_iterable(getattr(generator, name) for name in ARTICLE_LISTS))
    unite_names(articles)
    _judge(articles, generator, [generator])
    group(generator, "ARTICLE")


def settle_pages(generator: Any) -> None:
    """Once all sources are known; now an article may still have to give way to a page."""
    context = generator.context
    articles = context[_GENERATOR]
    for reason in drop_clashing(articles, context):
        logger.error("%s", reason)
    contents = [content for content in context["generated_content"].values() if content]
    verdict = _judge(contents, articles, [articles, generator])
    for file, reason in verdict.doubtful.items():
        logger.warning("%s:%d: %s", file, _line_of_slug(Path(file)), reason)
    group(generator, "PAGE")


def unite_names(articles: Iterable[Any]) -> None:
    """Write each tag, category and author alike everywhere."""
    found: dict[str, list[tuple[Use, Any]]] = {"tag": [], "category": [], "author": []}
    for article in articles:
        for kind, name in names_of(article):
            found[kind].append((Use(_shown(article.source_path), name.name, name.slug), name))
    for kind, uses in found.items():
        kept = {}
        for variant in find_variants(use for use, _ in uses):
            kept[variant.name] = variant.kept
            others = shorten(variant.kept_files)
            message = "%s: the %s %r has the page of %r (%s); write %r everywhere"
            logger.warning(message, shorten(variant.files), kind, variant.name, variant.kept, others, variant.kept)
        for use, name in uses:
            if use.name in kept:
                name.name = kept[use.name]
    for article in articles:
        if hasattr(article, "tags"):
            article.tags = list({tag.slug: tag for tag in article.tags}.values())


def _judge(contents: list[Any], articles: Any, generators: list[Any]) -> Verdict:
    """Take out the contents that can't have their address, each with an error."""
    context = articles.context
    by_file = {_shown(content.source_path): content for content in contents}
    taken = collect_taken(articles.settings, articles.articles, contents, context.get("post_types", ()))
    if "home_articles" in context:  # whoever prepares this list also writes the home page, in Pelican's stead
        home = articles.settings.get("INDEX_SAVE_AS", "index.html")
        taken = replace(taken, files={home: "the home page", **taken.files})
    verdict = judge((_source(file, content) for file, content in by_file.items()), taken)
    for file, reason in verdict.refused.items():
        logger.error("%s:%d: %s (it is left out)", file, _line_of_slug(Path(file)), reason)
    take_out([by_file[file] for file in verdict.refused], generators, context)
    return verdict


def _source(file: str, content: Any) -> Source:
    kind = type(content).__name__.upper()
    if content.status == "draft":
        kind = "DRAFT_PAGE" if kind == "PAGE" else "DRAFT"
    pattern = str(content.settings.get(f"{kind}{'' if content.in_default_lang else '_LANG'}_SAVE_AS", ""))
    explicit = hasattr(content, "override_save_as")
    return Source(
        file, getattr(content, "slug", ""), content.save_as, explicit, slug_leads=pattern.startswith("{slug}/")
    )


def _line_of_slug(path: Path) -> int:
    """Where an author would mend it: the line that says the slug, or else the first."""
    with path.open(encoding="utf-8", errors="replace") as lines:
        return next((number for number, line in enumerate(lines, 1) if _SLUG_LINE.match(line)), 1)


def _shown(path: str) -> str:
    return path.removeprefix(f"{Path.cwd()}/")
