"""Puts back the times of files that were written again as they were: Pelican copies static files in every build."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .one_run import OneRun


class Stamps(OneRun):
    """The times of those of these files that exist, with digests of their bytes."""

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
