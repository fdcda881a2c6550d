"""Writing files so that, killed at any instant or on a full disk, either the old or the new one is there, whole."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

_TEMPORARY = ".tmp"


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`, making its folder. OSError when the disk refuses; what was there before then stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}{_TEMPORARY}"
    try:
        _write_to_disk(temporary, data)
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def sweep(folder: Path, before: float) -> None:
    """Remove temporaries that a killed build left in `folder`: those written before `before`, in seconds since 1970."""
    for leftover in folder.glob(f".*{_TEMPORARY}"):
        with suppress(OSError):
            if leftover.stat().st_mtime < before:
                leftover.unlink()


def _write_to_disk(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name itself last. Some file systems cannot; the file is in place all the same."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
