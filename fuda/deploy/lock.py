"""One deploy at a time: a lock that the operating system takes back from a process that ends in whatever way."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .outcome import Locked


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock while this is open. Raises Locked at once when another process has it.

    A record lock (lockf), which forked workers do not inherit: with flock a worker that outlives a killed run would keep it.
    The file stays: removing it would let a third process lock a new one while the second still holds the old.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError) as error:
            raise Locked("Another deploy is running; this one did nothing.") from error
        yield
    finally:
        os.close(handle)
