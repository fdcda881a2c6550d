"""Reads and converts a generator's files ahead of it: from what is kept, the rest in forked processes.

Pelican's `Readers.read_file` asks its cache before it calls a reader. That question is where this answers, so that
everything else (default metadata, signals, Pelican's own checks) runs in the parent as ever. A file whose reading raises
or warns is neither answered nor kept: Pelican reads it itself, in every build, and says what it has to.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from pelican.readers import MarkdownReader
from pelican.utils import file_suffix

from ..crew import run_forked
from ..keeping.converters import foreign, modules_of
from ..keeping.digests import UnstableError
from ..keeping.fingerprint import post_key, settings_key
from ..keeping.kept import Kept
from ..keeping.sources import code_files
from ..progress import Run
from ..said import Counter, listening
from ..settings import Settings
from .packing import Converted, NotPackableError, pack, unpack

logger = logging.getLogger(__name__)
FEWEST = 6
"""Below this many files to convert, forking costs more than it brings."""
AT_ONCE = 500
"""So many posts are kept with one write."""
FEW = 50
"""So many are read at a time."""


@dataclass
class ReadAhead:
    """What stands behind one `Readers` object for one run.

    What was converted is handed on one post at a time, while the other processes go on: no more texts are in memory than
    the generator asks for, so long as it asks in the order of `files`.
    """

    readers: Any
    """Pelican's Readers object of one generator."""
    files: Callable[[], Iterable[str]]
    """The generator's files, absolute; asked for once, when the first is read."""
    options: Settings
    plugin_files: Iterable[Path]
    processes: int
    run: Run
    kept: Kept
    beforehand: Callable[[], object] = lambda: None
    """Called before many posts are converted, to have something else begun in another process."""
    _planned: bool = False
    _keys: dict[str, bytes] = field(default_factory=dict)
    _stamps: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """What changes with each file, as it was before its key was made: what is saved meanwhile is not kept under that."""
    _in_store: frozenset[bytes] = frozenset()
    _next_kept: Iterator[bytes] = field(default_factory=lambda: iter(()))
    _rows: dict[bytes, bytes] = field(default_factory=dict)
    _coming: Iterator[tuple[str, bytes]] = field(default_factory=lambda: iter(()))
    _came: dict[str, bytes] = field(default_factory=dict)
    """What came before the generator asked for it."""
    _new: dict[bytes, bytes] = field(default_factory=dict)

    def install(self) -> None:
        """Answer Pelican's questions from now on, until it saves its own cache, which is when it has read everything."""
        readers, said, before = self.readers, Counter(), 0
        get_before, put_before, save_before = readers.get_cached_data, readers.cache_data, readers.save_cache
        logging.getLogger().addHandler(said)

        def get_cached_data(path: str, default: Any = None) -> Any:
            nonlocal before
            if not self._planned:
                self._plan()
            found = self._converted(path) or get_before(path, default)
            before = said.records  # what is said from here on is said of this post
            return found

        def cache_data(path: str, data: Converted) -> None:
            put_before(path, data)
            self.run.converted += 1
            if said.records == before:
                self._keep(path, data)

        def save_cache() -> None:
            save_before()
            logging.getLogger().removeHandler(said)
            self._end()

        readers.get_cached_data, readers.cache_data, readers.save_cache = get_cached_data, cache_data, save_cache

    def _plan(self) -> None:
        """Find what is kept, and have the rest converted from now on."""
        self._planned = True
        paths = [path for path in self.files() if self._reader(path)]
        self._stamps = {path: _stamp(path) for path in paths}
        if self.kept.is_empty() and self._converts(paths):
            self._coming = self._convert(paths, meanwhile=lambda: self._take_keys(paths))
            return
        self._take_keys(paths)
        self._in_store = self.kept.find(self._keys.values())
        self._next_kept = iter([key for key in self._keys.values() if key in self._in_store])
        missing = [path for path in paths if self._keys.get(path) not in self._in_store]
        if self._converts(missing):
            self._coming = self._convert(missing)

    def _converts(self, paths: list[str]) -> bool:
        """Whether so many posts are worth another process."""
        return len(paths) >= FEWEST and self.processes > 1

    def _take_keys(self, paths: list[str]) -> None:
        self._keys = self._keys_of(paths)

    def _converted(self, path: str) -> Converted | None:
        """A file's text and metadata where they are kept or come from another process; None for Pelican to read it itself."""
        settings, key = self.readers.settings, self._keys.get(path)
        if key in self._in_store:
            kept = unpack(self._row(key), settings)
            self.run.kept += kept is not None
            return kept
        while path not in self._came:
            coming = next(self._coming, None)
            if coming is None:
                return None
            self._came[coming[0]] = coming[1]
        data = self._came.pop(path)
        converted = unpack(data, settings)
        if converted:
            self.run.converted += 1
            self._remember(path, data)
        return converted

    def _row(self, key: bytes) -> bytes:
        """What is kept for a key; it and those of the next posts are read at once."""
        if key not in self._rows:
            self._rows = dict(self.kept.get_many(islice(self._next_kept, FEW)))
        return self._rows.pop(key, b"") or self.kept.get(key)

    def _reader(self, path: str) -> MarkdownReader | None:
        """The file's reader where it is Markdown's or made from it; of others nothing is known."""
        reader = self.readers.readers.get(file_suffix(path))
        return reader if isinstance(reader, MarkdownReader) else None

    def _keys_of(self, paths: list[str]) -> dict[str, bytes]:
        """Path -> key of each file that can be read, one held at a time; empty when nothing may be kept."""
        if not self.options.keep or not paths:
            return {}
        readers = {reader for path in paths if (reader := self._reader(path))}
        modules = modules_of(self.readers.settings, readers)
        if unknown := foreign(modules, self.options):
            logger.info("fast_build keeps no posts, for nothing is known of %s.", ", ".join(unknown))
            return {}
        try:
            own = code_files({*modules, *self.options.safe_plugins})
            site = settings_key(self.readers.settings, own.union(self.plugin_files))
        except (UnstableError, OSError) as error:
            logger.info("fast_build keeps no posts, for a setting has no stable form: %s", error)
            return {}
        root = self.readers.settings["PATH"]
        bodies = ((path, _bytes_of(path)) for path in paths)
        return {path: post_key(site, path.removeprefix(root), body) for path, body in bodies if body is not None}

    def _convert(self, paths: list[str], meanwhile: Callable[[], object] | None = None) -> Iterator[tuple[str, bytes]]:
        """(path, what forked processes made of it), empty where reading it said anything."""
        if len(paths) >= FEW:
            self.beforehand()
        job = lambda number: self._packed_or_none(paths[number])  # noqa: E731
        work = run_forked(job, len(paths), self.processes, meanwhile=meanwhile)
        for number, data in self.run.tracked(work, len(paths), "Converting posts"):
            yield paths[number], data

    def _packed_or_none(self, path: str) -> bytes:
        try:
            return self._packed(path)
        except Exception:  # noqa: BLE001 - Pelican reads it again, meets the error itself and says so
            return b""

    def _packed(self, path: str) -> bytes:
        """The file read ahead and packed, or nothing when its reading says anything."""
        reader = self._reader(path)
        assert reader is not None  # noqa: S101 - _plan left no other file
        with listening(silent=True) as said:
            html, metadata = reader.read(path)
        # Pelican marks what it discards by a bare object().
        plain = {name: value for name, value in metadata.items() if type(value) is not object}
        return b"" if said.records else pack((html, plain), self.readers.settings)

    def _keep(self, path: str, data: Converted) -> None:
        """Keep what Pelican read itself."""
        try:
            self._remember(path, pack(data, self.readers.settings))
        except NotPackableError as error:
            logger.debug("%s is not kept: %s", path, error)

    def _remember(self, path: str, data: bytes) -> None:
        if path in self._keys and _stamp(path) == self._stamps[path]:
            self._new[self._keys[path]] = data
        if len(self._new) >= AT_ONCE:
            self._put(())

    def _end(self) -> None:
        """Keep what is new, and let go of everything."""
        self._came.clear()
        self._coming = iter(())
        if self._keys:
            self._put(self._keys.values())
        self.kept.close()

    def _put(self, asked: Iterable[bytes]) -> None:
        self.kept.put_many(self._new, asked, now=int(time.time()), days=self.options.keep_days)
        self._new.clear()


def _bytes_of(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - asked for every post
            return file.read()
    except OSError:
        return None


def _stamp(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for every post
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino
