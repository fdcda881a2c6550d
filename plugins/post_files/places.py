"""Decides where files are copied to. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """A post that links a file by path."""

    file: str
    """Below the content folder."""
    folder: str
    """Of the post's source."""
    save_as: str
    """Of the post."""


def place_beside(uses: Iterable[Use], occupied: Collection[str], static_paths: Iterable[str]) -> dict[str, str]:
    """File -> output file, for those that go beside the first post that links them.

    That is for files in the post's folder or below. Others stay where they are: those of `static_paths`, which Pelican copies in any
    case, and those whose place is `occupied` or would be by then.
    """
    fixed = tuple(posixpath.join(path, "") for path in static_paths if path not in ("", "."))
    places: dict[str, str] = {}
    taken = set(occupied)
    for use in uses:
        tail = posixpath.relpath(use.file, use.folder or ".")
        place = posixpath.join(posixpath.dirname(use.save_as), tail)
        if use.file in places or tail.startswith("../") or use.file.startswith(fixed) or place in taken:
            continue
        taken.add(place)
        places[use.file] = place
    return places
