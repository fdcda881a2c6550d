"""Covers of posts and pages: what `image:` in their front matter needs from the store, and `article.cover`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .covers import Cover, CoverMissing, Covers, is_remote
from .model import Entry


@dataclass(frozen=True, slots=True)
class MissingCover:
    """A post that gets no cover although it names an image: why, and the URLs that were needed."""

    source: str
    why: CoverMissing
    keys: tuple[str, ...]


class CoverBuild:
    """The covers of one build, and those that are `missing`."""

    def __init__(self, contents: Iterable[Any], covers: Covers, entries: Mapping[str, Entry | None]) -> None:
        self.missing: list[MissingCover] = []
        self._covers = covers
        self._entries = entries
        self._wishes = [(content, image) for content in contents if (image := _written(content, "image"))]
        self._paths: dict[str, str] = {}
        for content, image in self._wishes:
            self._paths.setdefault(image, content.source_path)

    def keys(self) -> dict[str, str]:
        """Store key -> path of a post, for what is needed as far as it can be told now."""
        return {key: path for image, path in self._paths.items() for key in self._covers.keys(image, self._entries.get)}

    def put(self) -> set[Path]:
        """Give each content its `cover`; the files that pages show."""
        shared: dict[tuple[str, str, str], Cover | CoverMissing] = {}
        for content, image in self._wishes:
            alt = _written(content, "image_alt")
            key = image, alt, "" if is_remote(image) else content.source_path
            if key not in shared:
                shared[key] = self._covers.resolve(image, alt, Path(content.source_path), self._entries.get)
            found = shared[key]
            if isinstance(found, CoverMissing):
                keys = self._covers.keys(image, self._entries.get)
                self.missing.append(MissingCover(content.source_path, found, keys))
            else:
                content.cover = found
        return self._covers.files


def _written(content: Any, name: str) -> str:
    value = content.metadata.get(name)
    return value.strip() if isinstance(value, str) else ""
