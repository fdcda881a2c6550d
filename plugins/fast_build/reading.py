"""Reads and converts a generator's files ahead of it: from what is kept, the rest in forked processes.

Pelican's `Readers.read_file` asks its cache before it calls a reader. That question is where this answers, so that
everything else (default metadata, signals, Pelican's own checks) runs in the parent as ever. A file whose reading raises
or warns is neither answered nor kept: Pelican reads it itself, in every build, and says what it has to.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pelican.readers import MarkdownReader
from pelican.utils import file_suffix

from .crew import run_forked
from .digests import UnstableError
from .fingerprint import post_key, settings_key
from .kept import Kept
from .packing import Converted, NotPackableError, pack, unpack
from .progress import Run
from .said import Counter
from .settings import Settings, cache_file

logger = logging.getLogger(__name__)
FEWEST = 6
"""Below this many files to convert, forking costs more than it brings."""


@dataclass
class ReadAhead:
    """What stands behind one `Readers` object for one run."""

    readers: Any
    """Pelican's Readers object of one generator."""
    files: Callable[[], Iterable[str]]
    """The generator's files, absolute; asked for once, when the first is read."""
    options: Settings
    plugin_files: Iterable[Path]
    processes: int
    run: Run
    _found: dict[str, Converted] | None = None
    _keys: dict[str, bytes] = field(default_factory=dict)
    _new: dict[bytes, bytes] = field(default_factory=dict)

    def install(self) -> None:
        """Answer Pelican's questions from now on, until it saves its own cache, which is when it has read everything."""
        readers, said, before = self.readers, Counter(), 0
        get_before, put_before, save_before = readers.get_cached_data, readers.cache_data, readers.save_cache
        logging.getLogger().addHandler(said)

        def get_cached_data(path: str, default: Any = None) -> Any:
            nonlocal before
            if self._found is None:
                self._found = self._read_all()
            before = said.records
            return self._found.pop(path, None) or get_before(path, default)

        def cache_data(path: str, data: Converted) -> None:
            put_before(path, data)
            if said.records == before:
                self._keep(path, data)

        def save_cache() -> None:
            save_before()
            logging.getLogger().removeHandler(said)
            self._put_back()

        readers.get_cached_data, readers.cache_data, readers.save_cache = get_cached_data, cache_data, save_cache

    def _read_all(self) -> dict[str, Converted]:
        paths = [path for path in self.files() if self._reader(path)]
        self._keys = self._keys_of(paths)
        found = self._kept()
        self.run.kept += len(found)
        return found | self._converted([path for path in paths if path not in found])

    def _reader(self, path: str) -> MarkdownReader | None:
        """The file's reader where it is Markdown's or made from it; of others nothing is known."""
        reader = self.readers.readers.get(file_suffix(path))
        return reader if isinstance(reader, MarkdownReader) else None

    def _keys_of(self, paths: list[str]) -> dict[str, bytes]:
        """Path -> key of each file that can be read, one held at a time; empty when nothing may be kept."""
        if not self.options.keep or not paths:
            return {}
        try:
            site = settings_key(self.readers.settings, self.plugin_files)
        except (UnstableError, OSError) as error:
            logger.info("fast_build keeps no posts, for a setting has no stable form: %s", error)
            return {}
        root = self.readers.settings["PATH"]
        bodies = ((path, _bytes_of(path)) for path in paths)
        return {path: post_key(site, path.removeprefix(root), body) for path, body in bodies if body is not None}

    def _kept(self) -> dict[str, Converted]:
        if not self._keys:
            return {}
        kept, paths = Kept(cache_file(self.readers.settings)), {key: path for path, key in self._keys.items()}
        unpacked = ((paths[key], unpack(value, self.readers.settings)) for key, value in kept.get_many(paths))
        found = {path: converted for path, converted in unpacked if converted}
        kept.close()
        return found

    def _converted(self, paths: list[str]) -> dict[str, Converted]:
        """Those of these files that forked processes could read without a word."""
        if len(paths) < FEWEST or self.processes < 2:
            return {}
        found = {}
        work = run_forked(lambda number: self._packed(paths[number]), len(paths), self.processes)
        for number, data in self.run.tracked(work, len(paths), "Converting posts"):
            if converted := unpack(data, self.readers.settings):
                found[paths[number]] = converted
                self._remember(paths[number], data)
        return found

    def _packed(self, path: str) -> bytes:
        """In a worker: the file read and packed, or nothing when its reading says anything."""
        reader, said = self._reader(path), Counter()
        assert reader is not None  # noqa: S101 - _read_all left no other file
        logging.getLogger().handlers = [said]
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
        self.run.converted += 1
        if path in self._keys:
            self._new[self._keys[path]] = data

    def _put_back(self) -> None:
        if not self._keys:
            return
        kept = Kept(cache_file(self.readers.settings))
        kept.put_many(self._new, self._keys.values(), now=int(time.time()), days=self.options.keep_days)
        kept.close()
        self._new = {}


def _bytes_of(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - asked for every post
            return file.read()
    except OSError:
        return None
