"""What one run of Pelican left: the state that a preview keeps."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pelican.contents import Content

from .noting import NotingWriter

Raw = tuple[str, dict[str, Any]]
"""A post's HTML and metadata as its reader left them, before any plugin touched them."""
Names = dict[str, Any]
"""A post's tags, category and authors as they were read; plugins may then write a name alike everywhere."""
Stamp = tuple[int, int]
GONE: Stamp = (0, 0)


@dataclass
class Made:
    """By the path of its source each post as it was read; the finished generators; how each page is made."""

    raw: dict[str, Raw] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    stamps: dict[str, Stamp] = field(default_factory=dict)
    generators: list[Any] = field(default_factory=list)
    writer: NotingWriter | None = None

    def note(self, content: Content) -> None:
        """Remember a post that has just been read."""
        path = str(content.source_path)
        self.raw[path], self.names[path], self.stamps[path] = raw_of(content), names_of(content), stamp(path)

    def is_current(self, path: str) -> bool:
        """Whether a source is still what was read."""
        return path in self.raw and self.stamps[path] == stamp(path)

    def is_noted(self, name: str) -> bool:
        """Whether there is a page or feed of this output file, as far as they are planned."""
        return self.writer is not None and name in self.writer.noted

    def source_of(self, name: str) -> str | None:
        """The source of the post or page that an output file shows, below the content folder; None for any other file."""
        shown = self.writer.shown_by(name) if self.writer else None
        return shown.relative_source_path if shown else None

    def is_left_out(self, source: str | None) -> bool:
        """Whether a source is there and a mistake in it keeps it from being a post."""
        sources = self.generators[0].context["generated_content"] if self.generators else {}
        return source in sources and sources[source] is None


def answer_from(made: Callable[[], Made], readers: Any) -> None:
    """Have Pelican's readers take a post whose source is still the same from what is made at that time."""
    ask = readers.get_cached_data

    def get_cached_data(path: str, default: Any = None) -> Any:
        now = made()
        return now.raw[path] if now.is_current(path) else ask(path, default)

    readers.get_cached_data = get_cached_data


def raw_of(content: Content) -> Raw:
    """What a content was made of; to be asked when it has just been made."""
    return content._content, dict(content.metadata)


def names_of(content: Content) -> Names:
    """Its names, likewise."""
    held = vars(content)
    return {name: held[name] for name in ("tags", "category", "authors", "author") if name in held}


def stamp(path: str) -> Stamp:
    """What tells a changed file: its time in nanoseconds and its size in bytes; zeros for one that is gone."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked of every post, and a Path costs more than the question
    except OSError:
        return GONE
    return found.st_mtime_ns, found.st_size
