"""Tells what was saved: from the watcher, and at first what was saved after the site was read and before the watcher was there."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from watchfiles import Change as Watched
from watchfiles import watch

from .changes import NOISE_FOLDERS, Change, Places, is_noise
from .made import GONE, Stamp, stamp

Saved = set[tuple[Watched, str]]
PATIENCE: dict[str, Any] = {"debounce": 400, "step": 20, "rust_timeout": 500, "ignore_permission_denied": True}
"""How long the watcher gathers changes before it tells of them, in milliseconds."""


def stamps(places: Places) -> dict[str, Stamp]:
    """All files of the places as they are now. To be asked seldom: a card store may hold tens of thousands."""
    return {name: each for path in places.all() for name in _files(path) if (each := stamp(name)) != GONE}


def _files(path: Path) -> Iterator[str]:
    """All below a folder, without what is never part of a site; or the path itself, whatever else it is."""
    if path.is_dir():
        yield from _files_below(str(path))
    else:
        yield str(path)


def _files_below(folder: str) -> Iterator[str]:
    try:
        with os.scandir(folder) as rows:  # which knows folders from files without a question for each
            found = list(rows)
    except OSError:  # it went at this moment, which will be told, or is not to be read
        return
    for each in found:
        if each.is_dir(follow_symlinks=False):
            if each.name not in NOISE_FOLDERS:
                yield from _files_below(each.path)
        elif each.is_file():
            yield each.path


def missed(before: dict[str, Stamp], after: dict[str, Stamp]) -> Saved:
    """What differs, as the watcher would have told it."""
    came = {(Watched.added, path) for path in after.keys() - before.keys()}
    went = {(Watched.deleted, path) for path in before.keys() - after.keys()}
    return (
        came | went | {(Watched.modified, path) for path in before.keys() & after.keys() if before[path] != after[path]}
    )


def unfolded(rows: Saved) -> Saved:
    """With each folder that came as the files in it, since nobody tells of those that were there before the folder was watched."""
    told = [(kind, Path(name)) for kind, name in rows]
    return {(kind, file) for kind, path in told if kind is Watched.added or not path.is_dir() for file in _files(path)}


def known_after(before: dict[str, Stamp], told: Saved) -> dict[str, Stamp]:
    """What whoever knew `before`, and was told this, knows of the files."""
    gone = {name for kind, name in told if kind is Watched.deleted}
    left = {name: each for name, each in before.items() if not _is_within(name, gone)} if gone else before
    now = {name: stamp(name) for _, name in told if Path(name).is_file()}
    return left | now


def _is_within(name: str, gone: set[str]) -> bool:
    """Whether a path, or a folder that it is in, is one of these. Asked upwards, since thousands may go at once."""
    while name not in gone:
        name, slash, _ = name.rpartition(os.sep)
        if not slash:
            return False
    return True


def identities(places: Places) -> dict[Path, tuple[int, int]]:
    """What each of the places is at present, by which one is told that was moved away, came back or was saved under its name."""
    found = {}
    for path in places.all():
        with suppress(OSError):
            there = path.stat()
            found[path] = there.st_dev, there.st_ino
    return found


def saved(places: Places, before: dict[str, Stamp], stop: threading.Event) -> Iterator[Saved]:
    """What is saved from the time on of which `before` tells, until `stop` is set; nothing whenever a look brings nothing.

    The system follows a file or folder, not its name: once another one has the name, or none, all are watched anew.
    """
    while not stop.is_set():
        watched_ones = identities(places)
        watched = watch(*watched_ones, stop_event=stop, yield_on_timeout=True, **PATIENCE)
        try:
            first = next(watched, set())  # from here on it is at work, so that nothing falls between
        except FileNotFoundError:  # one of them went at this moment
            continue
        now = stamps(places)
        yield unfolded(first | missed(before, now))
        before = now
        for rows in watched:
            told = unfolded(rows)
            before = known_after(before, told)  # now, since whoever is told looks at the files later
            yield told
            if identities(places) != watched_ones or any(Path(name) in watched_ones for _, name in rows):
                break  # told of a place itself, which may be another with the number of the first


@dataclass
class Known:
    """The files that are there, by which an edit is told from a file that comes."""

    paths: set[Path]

    def changes(self, rows: Saved) -> list[Change]:
        """What was saved, a path once and no noise. A save by rename is told as a new file at a known path, and is an edit."""
        came = {Path(name) for kind, name in rows if kind is Watched.added}
        paths = {path for _, name in rows if not is_noise(path := Path(name))}
        changes = [Change(path, path.is_file() and (path in self.paths or path not in came)) for path in paths]
        self._take({change.path for change in changes if not change.edited})
        return changes

    def _take(self, paths: set[Path]) -> None:
        there = {path for path in paths if path.is_file()}
        if gone := {str(path) for path in paths - there}:
            self.paths = {each for each in self.paths if not _is_within(str(each), gone)}
        self.paths |= there
