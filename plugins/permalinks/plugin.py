"""Pelican's signals."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from pelican.plugins import signals
from pelican.urlwrappers import URLWrapper

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
_SOURCE = "_permalinks_source"
"""Attribute of a content that was judged before: its Source."""
_NAMES = ("tags", "category", "authors", "author")
_SHARED = "permalinks_names"
"""Attribute of a generator: (kind, name) -> the object of Pelican's that stands for it in what is read."""
_SLUG_LINE = re.compile(r"\s*(slug|save_as)\s*:", re.IGNORECASE)


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(keep_characters)
    signals.article_generator_init.connect(begin_articles)
    signals.article_generator_context.connect(share_names)
    signals.page_generator_init.connect(begin_pages)
    signals.article_generator_pretaxonomy.connect(settle_articles)
    signals.page_generator_finalized.connect(settle_pages)


def keep_characters(pelican: Any) -> None:
    """Before anything is read."""
    pelican.settings.update(new_settings(pelican.settings))


def begin_articles(generator: Any) -> None:
    """Before the articles are read."""
    setattr(generator, _SHARED, {})
    put_off_grouping(generator, "ARTICLE")


def share_names(generator: Any, metadata: dict[str, Any]) -> None:
    """Have one object stand for a tag, category or author that many posts name: a site of thousands has some tens of them."""
    shared = getattr(generator, _SHARED, {})

    def the_one(name: Any) -> Any:
        return shared.setdefault((type(name), name.name), name) if isinstance(name, URLWrapper) else name

    for key in _NAMES:
        if key in metadata:
            names = metadata[key]
            metadata[key] = [*map(the_one, names)] if isinstance(names, list) else the_one(names)


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
    settle(filter(None, context["generated_content"].values()))


def settle(contents: Iterable[Any]) -> None:
    """Note each judged content's address, which Pelican formats anew whenever it is asked for: from now on it is for good."""
    for content in contents:
        content.override_url, content.override_save_as = content.url, getattr(content, _SOURCE).save_as


def unite_names(articles: Iterable[Any]) -> None:
    """Write each tag, category and author alike everywhere, and have one object of Pelican's stand for it: its slug is made once."""
    found: dict[str, dict[str, list[tuple[str, Any]]]] = {
        kind: defaultdict(list) for kind in ("tag", "category", "author")
    }
    for article in articles:
        for kind, name in names_of(article):
            found[kind][name.name].append((article.source_path, name))
    shared = {(kind, name): uses[0][1] for kind, names in found.items() for name, uses in names.items()}
    for kind, names in found.items():
        if len({shared[kind, name].slug.casefold() for name in names}) < len(names):
            _unite(kind, names, shared)
    for article in articles:
        _share_names(article, shared)


def _unite(kind: str, names: Mapping[str, list[tuple[str, Any]]], shared: dict[tuple[str, str], Any]) -> None:
    """Put one name in the place of others that have its page, and tell the author."""
    uses = (Use(_shown(path), name, shared[kind, name].slug) for name, found in names.items() for path, _ in found)
    for variant in find_variants(uses):
        shared[kind, variant.name] = shared[kind, variant.kept]
        others = shorten(variant.kept_files)
        message = "%s: the %s %r has the page of %r (%s); write %r everywhere"
        logger.warning(message, shorten(variant.files), kind, variant.name, variant.kept, others, variant.kept)


def _share_names(article: Any, shared: Mapping[tuple[str, str], Any]) -> None:
    if hasattr(article, "tags"):
        article.tags = list({tag.slug: tag for tag in (shared["tag", tag.name] for tag in article.tags)}.values())
    if hasattr(article, "category"):
        article.category = shared["category", article.category.name]
    if hasattr(article, "authors"):
        article.authors = [shared["author", author.name] for author in article.authors]
    if getattr(article, "author", None) is not None:
        article.author = shared["author", article.author.name]
    article.metadata |= {key: getattr(article, key) for key in _NAMES if key in article.metadata}


def _judge(contents: list[Any], articles: Any, generators: list[Any]) -> Verdict:
    """Take out the contents that can't have their address, each with an error."""
    context = articles.context
    here = f"{Path.cwd()}/"
    by_file = {content.source_path.removeprefix(here): content for content in contents}
    taken = collect_taken(articles.settings, articles.articles, contents, context.get("post_types", ()))
    if "home_articles" in context:  # whoever prepares this list also writes the home page, in Pelican's stead
        home = articles.settings.get("INDEX_SAVE_AS", "index.html")
        taken = replace(taken, files={home: "the home page", **taken.files})
    for file, content in by_file.items():
        if not hasattr(content, _SOURCE):
            setattr(content, _SOURCE, _source(file, content))
    verdict = judge((getattr(content, _SOURCE) for content in contents), taken)
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
