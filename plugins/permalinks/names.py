"""Finds names that stand for the same page. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A name as one file writes it."""

    file: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Variant:
    """A name whose page is that of another one."""

    name: str
    files: tuple[str, ...]
    kept: str
    kept_files: tuple[str, ...]


def find_variants(uses: Iterable[Use]) -> list[Variant]:
    """The names to give up for another: for the one that most files use, among equals the one of the first file.

    Slugs that differ in case count as the same, as they do to the file systems of macOS and Windows.
    """
    pages: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for use in sorted(uses):
        pages[use.slug.casefold()][use.name].append(use.file)
    found = []
    for names in pages.values():
        kept = max(names, key=lambda name: len(names[name]))
        others = (name for name in names if name != kept)
        found += [Variant(name, tuple(names[name]), kept, tuple(names[kept])) for name in others]
    return found


def shorten(files: Iterable[str], limit: int = 3) -> str:
    """A list for a message."""
    names = list(files)
    more = f" and {len(names) - limit} more" if len(names) > limit else ""
    return ", ".join(names[:limit]) + more
