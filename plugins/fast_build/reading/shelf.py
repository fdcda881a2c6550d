"""Texts of posts in a file without a name, not in memory, for as long as one run takes.

A build holds every post until its last page is written, and each forked process comes to hold what it touches once more;
nine tenths of a post are its text, which two or three pages look at. (Compressed in memory was the other choice: plugins
change texts several times, and packing one again takes as long as ten looks at the file.)
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from sys import getsizeof
from tempfile import TemporaryFile
from typing import Any, TypeVar

from pelican.contents import Content

from ..one_run import OneRun
from .links import QuickLinks
from .source_paths import QuickSourcePath

ATTRIBUTE = "_content"
Text = TypeVar("Text", str, bytes)
AT_HAND = 12 << 20
"""Bytes of texts that stay in memory: a small site needs no file."""


class Shelf(OneRun):
    """Puts texts at the end of a file that nobody else sees, once those in memory take more than `at_hand` bytes.

    Raises OSError where `folder` takes no file. Processes forked from this one may look at its texts; what they put they keep themselves.
    """

    def __init__(self, folder: Path, at_hand: int = AT_HAND) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed with the last text
        self._owner = os.getpid()
        self._end = 0
        self._spare = at_hand
        self._last: tuple[Shelved, str | bytes] | None = None
        self._classes: dict[type[Content], type[Content]] = {}

    def put(self, text: Text) -> Shelved | Text:
        """Where the text is from now on; the text itself when it stays in memory, as it must where there is no room for it."""
        if getsizeof(text) <= self._spare or not (place := self._write(text)):
            self._spare -= getsizeof(text)
            return text
        self._last = place, text
        return place

    def _write(self, text: str | bytes) -> Shelved | None:
        if os.getpid() != self._owner:
            return None
        data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
        try:
            written = os.pwrite(self._file.fileno(), data, self._end)
        except OSError:
            return None
        if written != len(data):
            return None
        self._end += written
        return Shelved(self, self._end - written, written, type(text))

    def forget(self, held: Any) -> None:
        """Have its room again, if this is a text in memory."""
        if type(held) is str:
            self._spare += getsizeof(held)

    def get(self, place: Shelved) -> Any:
        """The text; the one that was asked for last is at hand."""
        if self._last and self._last[0] is place:
            return self._last[1]
        data = os.pread(self._file.fileno(), place.length, place.start)
        text = data if place.kind is bytes else data.decode("utf-8", "surrogatepass")
        self._last = place, text
        return text

    def shelve(self, content: Content) -> None:
        """Have this post's text here, also when a plugin sets another one; whoever asks for it gets a text as ever."""
        text = vars(content).get(ATTRIBUTE)
        if not isinstance(text, str):
            return
        plain = type(content)
        if plain not in self._classes:
            names = {ATTRIBUTE: _OnShelf(self), "__module__": plain.__module__, "__qualname__": plain.__qualname__}
            self._classes[plain] = type(plain.__name__, (QuickLinks, QuickSourcePath, plain), names)
        content.__class__ = self._classes[plain]
        del content._content
        content._content = text


@dataclass(frozen=True, slots=True, eq=False)
class Shelved:
    """A text's place on a shelf, in bytes, and its type."""

    shelf: Shelf
    start: int
    length: int
    kind: type[str | bytes]

    def get(self) -> Any:
        """The text."""
        return self.shelf.get(self)

    def __reduce__(self) -> tuple[type[str | bytes], tuple[str | bytes]]:
        """As the text itself."""
        return self.kind, (self.get(),)


class _OnShelf:
    """The attribute of a content whose text is on a shelf. What is no text, or finds no room there, it holds itself."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def __get__(self, content: Content | None, owner: type[Content]) -> Any:
        if content is None:
            return self
        try:
            held = vars(content)[ATTRIBUTE]
        except KeyError:
            raise AttributeError(ATTRIBUTE) from None
        return self._shelf.get(held) if type(held) is Shelved else held

    def __set__(self, content: Content, value: Any) -> None:
        before = vars(content).get(ATTRIBUTE)
        if (self._shelf.get(before) if type(before) is Shelved else before) == value:
            return
        self._shelf.forget(before)
        vars(content)[ATTRIBUTE] = self._shelf.put(value) if type(value) is str else value

    def __delete__(self, content: Content) -> None:
        del vars(content)[ATTRIBUTE]
