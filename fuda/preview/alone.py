"""Reads one post alone, through the same readers and plugins as in a build, among the site's other contents."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, CachingGenerator, PagesGenerator
from pelican.plugins import signals

from .made import Names, Raw, names_of, raw_of

LISTS: dict[type, tuple[str, ...]] = {
    ArticlesGenerator: (
        "articles",
        "translations",
        "drafts",
        "drafts_translations",
        "hidden_articles",
        "hidden_translations",
    ),
    PagesGenerator: (
        "pages",
        "translations",
        "draft_pages",
        "draft_translations",
        "hidden_pages",
        "hidden_translations",
    ),
}
MAKERS = {Article: ArticlesGenerator, Page: PagesGenerator}
KEPT_BY_URL = ("ogp_cards_contents",)
"""Names in the context under which plugins keep posts by URL while they finish them."""


class NotQuickError(Exception):
    """The change reaches further than the post's own text."""


@dataclass(frozen=True)
class Reading:
    """One post read alone."""

    content: Content
    raw: Raw
    names: Names


class Alone(dict[str, Any]):
    """The contents of a site of which only the one read now is listed, so that plugins leave the others be; links find them all."""

    def __init__(self, others: Mapping[str, Any]) -> None:
        super().__init__()
        self._others = others

    def __contains__(self, path: object) -> bool:
        return super().__contains__(path) or path in self._others

    def __missing__(self, path: str) -> Any:
        return self._others[path]

    def get(self, path: str, default: Any = None) -> Any:
        """As of any mapping."""
        return super().get(path, self._others.get(path, default))


def read_alone(
    generators: Sequence[Any], own: CachingGenerator, relative_path: str, output: Path, raw: Raw | None = None
) -> Reading | None:
    """Read one source file as the `generators` of a finished run would, if `own` among them had no other file.

    From `raw` instead of the file when given. What it brings beside its page is written into `output`.
    None when the file gives no post (its mistake has been logged).
    """
    context = {name: value for name, value in own.context.items() if name in own.settings} | {
        "static_links": set(),
        "static_content": dict(own.context["static_content"]),  # its files go where the whole site has them
        "generated_content": Alone(own.context["generated_content"]),
        "localsiteurl": own.settings["SITEURL"],
    }
    site = {name: getattr(own, name) for name in ("settings", "path", "theme")} | {"output_path": str(output)}
    made = [type(generator)(context=context, **site) for generator in generators]
    for generator, alone in zip(generators, made, strict=True):
        _have_only(alone, {relative_path} if generator is own else set(), raw)
    seen: list[Reading] = []

    def note(content: Content) -> None:
        if content.relative_source_path == relative_path:
            seen.append(Reading(content, raw_of(content), names_of(content)))

    with signals.content_object_init.connected_to(note):
        for generator in made:
            if hasattr(generator, "generate_context"):
                generator.generate_context()
    if not seen or not any(seen[0].content is content for generator in made for content in contents_of(generator)):
        return None
    signals.all_generators_finalized.send(made)
    return seen[0]


def _have_only(generator: Any, files: set[str], raw: Raw | None) -> None:
    """Let a new generator find no other files, and read them from `raw` when given."""
    generator.get_files = lambda *_, **__: files
    if isinstance(generator, CachingGenerator):
        readers: Any = generator.readers
        readers.get_cached_data = lambda _, default=None: raw or default


def find(generators: Sequence[Any], source: Path) -> tuple[Any, Content] | None:
    """The generator that made a post or page of this file, and that; None for any other file."""
    if not generators:
        return None
    first = generators[0]
    content = first.context["generated_content"].get(PurePath(os.path.relpath(source, first.path)).as_posix())
    maker = MAKERS.get(type(content))
    return next(((each, content) for each in generators if type(each) is maker), None)


def contents_of(generator: Any) -> Iterator[Content]:
    """Every post or page of a finished generator, whatever its status."""
    for name in LISTS.get(type(generator), ()):
        yield from getattr(generator, name)


def hand_over(context: dict[str, Any], content: Content, reading: Reading) -> None:
    """Put what plugins kept of a post read alone into the site's `context`, in the name of its `content`."""
    alone = reading.content._context
    for path, file in alone["static_content"].items():
        context["static_content"].setdefault(path, file)
    for name in KEPT_BY_URL:
        if name in context:
            context[name].pop(content.url, None)
            context[name] |= dict.fromkeys(alone[name], content)
