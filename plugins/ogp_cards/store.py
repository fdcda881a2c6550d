"""The card store: one file a URL, in a folder that authors commit, and the pictures below it.

Every change is made under a lock on the folder, to what the file holds at that moment, and written whole: two builds at once lose nothing,
and one that is killed leaves the old entry or the new one.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, count
from pathlib import Path

from .entries import decode_entry, encode_entry
from .errors import NewerEntry, UnreadableEntry
from .files import sweep, write_whole
from .model import Card, Entry, Picture

try:
    import fcntl
except ImportError:  # Windows: one build at a time there
    fcntl = None  # type: ignore[assignment]

PICTURES, PICTURE_KINDS = "images", (".webp", ".jpg")
"""The folder below the store that holds the pictures; their names in entries begin with it."""
_ASIDE = "unreadable"
"""The folder below the store for files that were no entry when one was to be written in their place."""
_LEFTOVER_AGE = 3600.0
_LARGEST = 1 << 20
"""Bytes of an entry's file; a larger one is none of ours, and is cut, which makes it unreadable."""


def entry_name(url: str) -> str:
    """The file name for a store key: the host, to be found by people, and a hash of the URL. Nothing of it comes from the network."""
    host = re.sub(r"[^a-z0-9]+", "-", url.partition("://")[2].partition("/")[0].lower()).strip("-")[:60]
    return f"{host}-{hashlib.sha256(url.encode()).hexdigest()[:16]}.json"


class CardStore:
    """Entries by store key (`Link.key`).

    `unreadable` collects one sentence for each file that could not be used now; `newer`, the URLs whose entries a later version wrote.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.unreadable: dict[Path, str] = {}
        self.newer: set[str] = set()

    def path(self, url: str) -> Path:
        """Where the entry for `url` is, or would be."""
        return self.folder / entry_name(url)

    def get(self, url: str) -> Entry | None:
        """The entry, or None when there is none that can be used."""
        try:
            return self._read(url)
        except UnreadableEntry as error:
            self.unreadable[self.path(url)] = f"{error}; mend the file or delete it, the card is made anew"
        except NewerEntry as error:
            self.newer.add(url)
            self.unreadable[self.path(url)] = str(error)
        except OSError as error:
            self.unreadable[self.path(url)] = str(error)
        return None

    def change(self, url: str, change: Callable[[Entry], Entry]) -> Entry:
        """Apply `change` to the entry as it is on disk now (an empty one when there is none) and keep what comes back.

        NewerEntry when the file is of a later format, and OSError when it cannot be written; both leave it as it is. A file that is no
        entry is put aside: the author's own words may be in it.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.path(url)
        with _locked(self.folder):
            try:
                current = self._read(url)
            except UnreadableEntry as error:
                current = None
                self._put_aside(path, error)
            changed = change(current or Entry(url))
            if changed != current:
                write_whole(path, encode_entry(changed))
        return changed

    def complaints(self) -> dict[Path, str]:
        """One sentence for each file that could not be used, now or when it was put aside."""
        aside = self.folder / _ASIDE
        return {
            aside / name: f"it is no entry, so it {_put_aside(name)}"
            for name in sorted(_names(aside))
            if ".json" in name
        } | self.unreadable

    def files(self) -> Iterator[Path]:
        """Every entry's file, in order of name."""
        return iter(sorted(self.folder.glob("*.json")))

    def read_file(self, path: Path) -> Entry:
        """The entry of a file found by `files`. NewerEntry, UnreadableEntry."""
        entry = decode_entry(path.read_bytes())
        if entry_name(entry.url) != path.name:
            raise UnreadableEntry(f"it is for {entry.url}, whose file is {entry_name(entry.url)}")
        return entry

    def has_pictures(self, card: Card) -> bool:
        """Whether the files of all its pictures are there."""
        return all(map(self.has_picture, card.pictures))

    def has_picture(self, picture: Picture) -> bool:
        """Whether its files are there."""
        return all((self.folder / name).is_file() for name in picture.files)

    def picture_names(self) -> frozenset[str]:
        """The pictures that are there now, as entries name them."""
        names = _names(self.folder / PICTURES)
        return frozenset(f"{PICTURES}/{name}" for name in names if name.endswith(PICTURE_KINDS))

    def stamp(self, name: str) -> tuple[int, int, int, int] | None:
        """What changes when the entry's file of that name changes: its times in nanoseconds (its content's, its own), size and number."""
        try:
            found = os.stat(f"{self.folder}/{name}")  # noqa: PTH116 - thousands are asked for in a build
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino

    def sweep(self, now: float) -> None:
        """Remove what killed builds left behind; `now` in seconds since 1970."""
        for folder in (self.folder, self.folder / PICTURES):
            sweep(folder, now - _LEFTOVER_AGE)

    def _put_aside(self, path: Path, error: UnreadableEntry) -> None:
        """Rename a file that is no entry, to a name that no other has; and say so."""
        folder = self.folder / _ASIDE
        folder.mkdir(exist_ok=True)
        names = chain([path.name], (f"{path.name}-{number}" for number in count(2)))
        aside = next(folder / name for name in names if not (folder / name).exists())
        path.replace(aside)
        self.unreadable.pop(path, None)
        self.unreadable[aside] = f"{error}; it {_put_aside(aside.name)}"

    def _read(self, url: str) -> Entry | None:
        try:
            data = _read_at_once(f"{self.folder}/{entry_name(url)}")
        except (FileNotFoundError, NotADirectoryError):
            return None
        return decode_entry(data, url)


def _names(folder: Path) -> list[str]:
    """The names in a folder, none where there is none."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return os.listdir(folder)  # noqa: PTH208 - many times as fast as `Path.iterdir`
    return []


def _put_aside(name: str) -> str:
    """What has been done to the file of that name, and what to do."""
    return f"was put aside; copy words of your own from it into {name.partition('.json')[0]}.json, and delete it"


def _read_at_once(path: str) -> bytes:
    """A small file's bytes, in half the time of `Path.read_bytes`: thousands are read in a build."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, _LARGEST)
    finally:
        os.close(descriptor)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the only lock on `folder`; it goes with the process, however that ends. Where there are no such locks nothing is held."""
    if fcntl is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
