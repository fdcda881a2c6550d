"""Pelican's signals."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from itertools import chain
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from .generator import ListsGenerator
from .settings import PostTypesSettings
from .sorting import choose_slug, make_types

logger = logging.getLogger(__name__)

_UNLISTED = ("translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations")


def register() -> None:
    """Called by Pelican."""
    signals.article_generator_finalized.connect(sort_articles)
    signals.get_generators.connect(add_generator)


def add_generator(pelican: Any) -> type[ListsGenerator]:  # noqa: ARG001
    """Have the lists written."""
    return ListsGenerator


def sort_articles(generator: Any) -> None:
    """Give every post its type and template, and the context its post_types and home_articles.

    Here and not when a post is read, because that does not happen to a post out of Pelican's cache.
    """
    settings = PostTypesSettings.read(generator.settings)
    templates = _template_names(generator)
    _warn_of_missing_templates(settings, templates)
    unlisted = chain.from_iterable(getattr(generator, name) for name in _UNLISTED)
    slugs = {article: _slug_of(article, settings) for article in chain(generator.articles, unlisted)}
    by_slug: dict[str, list[Any]] = defaultdict(list)
    for article in generator.articles:
        by_slug[slugs[article]].append(article)
    types = make_types(settings, by_slug, templates)
    for article, slug in slugs.items():
        article.post_type = types[slug]
        article.template = article.metadata.get("template") or types[slug].template
    context = generator.context
    context["post_types"] = list(types.values()) if settings.declared else []
    home = context.get("home_articles", generator.articles)
    context["home_articles"] = [article for article in home if article.post_type.show_on_home]
    _leave_home_to_us(generator)


def _slug_of(article: Any, settings: PostTypesSettings) -> str:
    written = article.metadata.get("type")
    slug = choose_slug(written, settings)
    if slug is None:
        allowed = ", ".join(settings.types)
        path = _shown_path(article.source_path)
        logger.warning("%s: there is no type %r, so it is a %r; allowed: %s", path, written, settings.default, allowed)
    return slug or settings.default


def _shown_path(path: str) -> str:
    return os.path.relpath(path) if Path(path).is_relative_to(Path.cwd()) else path


def _template_names(generator: Any) -> set[str]:
    extensions = tuple(generator.settings["TEMPLATE_EXTENSIONS"])
    names = generator.env.list_templates()
    return {name.removesuffix(end) for name in names for end in extensions if name.endswith(end)}


def _warn_of_missing_templates(settings: PostTypesSettings, templates: set[str]) -> None:
    for slug, entry in settings.types.items():
        if entry.template and entry.template not in templates:
            message = (
                "POST_TYPES[%r] has the template %r, which the theme does not have; write the name of one without .html"
            )
            logger.warning(message, slug, entry.template)


def _leave_home_to_us(generator: Any) -> None:
    """Keep Pelican from writing the home page of all posts. Its settings outlive the run, so this one generator gets a copy."""
    direct = [name for name in generator.settings["DIRECT_TEMPLATES"] if name != "index"]
    generator.settings = {**generator.settings, "DIRECT_TEMPLATES": direct}
