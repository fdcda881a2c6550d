"""Tells what was saved: from the watcher, and at first what was saved after the site was read and before the watcher was there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import chain
from typing import Any

from watchfiles import Change as Watched
from watchfiles import watch

from .changes import Places
from .made import Stamp, stamp

Saved = set[tuple[Watched, str]]
PATIENCE: dict[str, Any] = {"debounce": 400, "step": 20, "rust_timeout": 500, "ignore_permission_denied": True}
"""How long the watcher gathers changes before it tells of them, in milliseconds."""


def stamps(places: Places) -> dict[str, Stamp]:
    """The author's files as they are now: settings and all of the content folder."""
    files = [*places.settings, *(path for path in places.content.rglob("*") if path.is_file())]
    return {str(path): stamp(str(path)) for path in files}


def missed(before: dict[str, Stamp], after: dict[str, Stamp]) -> Saved:
    """What differs, as the watcher would have told it."""
    came = {(Watched.added, path) for path in after.keys() - before.keys()}
    went = {(Watched.deleted, path) for path in before.keys() - after.keys()}
    return (
        came | went | {(Watched.modified, path) for path in before.keys() & after.keys() if before[path] != after[path]}
    )


def saved(places: Places, before: dict[str, Stamp], stop: threading.Event) -> Iterator[Saved]:
    """What is saved from the time on of which `before` tells, until `stop` is set; never nothing."""
    watched = watch(*places.all(), stop_event=stop, yield_on_timeout=True, **PATIENCE)
    first = next(watched, set())  # from here on it is at work, so that nothing falls between
    yield from filter(None, chain([first | missed(before, stamps(places))], watched))
