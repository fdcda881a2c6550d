"""Takes contents out of Pelican's generators."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

ARTICLE_LISTS = ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations")
PAGE_LISTS = ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations")


def take_out(gone: Collection[Any], generators: Iterable[Any], context: dict[str, Any]) -> None:
    """Remove contents from every list that Pelican, or a plugin in the context, keeps them in."""
    if not gone:
        return
    ids = {id(content) for content in gone}
    for items in (*_lists_of_generators(generators), *_lists_of_context(context)):
        if any(id(item) in ids for item in items):
            items[:] = [item for item in items if id(item) not in ids]
    for content in gone:
        context["generated_content"][content.get_relative_source_path()] = None  # as Pelican notes a failure
    for content in filter(None, context["generated_content"].values()):
        content.translations = [other for other in content.translations if id(other) not in ids]


def _lists_of_generators(generators: Iterable[Any]) -> Iterable[list[Any]]:
    for generator in generators:
        for name in (*ARTICLE_LISTS, *PAGE_LISTS, "dates"):
            yield getattr(generator, name, [])
        for name in ("tags", "categories", "authors"):
            pairs = getattr(generator, name, [])
            yield from (items for _, items in (pairs.items() if isinstance(pairs, dict) else pairs))
        for periods in getattr(generator, "period_archives", {}).values():
            yield from (period[key] for period in periods for key in ("articles", "dates"))


def _lists_of_context(context: dict[str, Any]) -> Iterable[list[Any]]:
    yield from (value for value in context.values() if isinstance(value, list))
    for post_type in context.get("post_types", ()):
        yield from (post_type.articles, post_type.list_articles, post_type.featured_articles)
