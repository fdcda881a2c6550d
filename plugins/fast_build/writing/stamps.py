"""The times of files tell when they changed: one that would be written as it is stays, or gets its time back."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..one_run import OneRun


class Stamps(OneRun):
    """The times of those of these files that exist, with digests of their bytes: Pelican copies static files in every build."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._before = {path: (path.stat().st_mtime_ns, _digest(path)) for path in files if path.is_file()}

    def put_back(self) -> None:
        """Give each file that was written since, but holds the same bytes, its former time."""
        for path, (time, digest) in self._before.items():
            with suppress(OSError):
                if path.stat().st_mtime_ns != time and _digest(path) == digest:
                    os.utime(path, ns=(time, time))


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def write_changed(path: str, data: bytes) -> bool:
    """Write `data` unless the file holds just that already; its time stamp then stays. Whether it was written."""
    try:  # without a Path, which costs as much as the writing
        with open(path, "rb") as file:  # noqa: PTH123
            if os.fstat(file.fileno()).st_size == len(data) and file.read() == data:
                return False
    except OSError:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(data)
    return True
