"""A folder of output as one value: what is in it, and how it differs from another."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path


def digests(folder: Path) -> dict[str, str]:
    """POSIX path below the folder -> SHA-256 of its bytes, in hexadecimal digits."""
    found = {}
    for root, _, names in os.walk(folder):
        for path in (Path(root, name) for name in names):
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def tree_digest(files: Mapping[str, str]) -> str:
    """One digest for a whole tree, from those of its files."""
    lines = "".join(f"{digest}  {name}\n" for name, digest in sorted(files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[str, ...]:
    """Names that came ("+"), went ("-") or differ ("~"), sorted by name."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    return tuple(f"{'+' if name not in before else '~' if name in after else '-'} {name}" for name in names)


def settle(folder: Path) -> None:
    """Have a folder and all in it on the disk, not only in the system's memory."""
    for root, _, names in os.walk(folder):
        for path in (*(Path(root, name) for name in names), Path(root)):
            settle_one(path)


def settle_one(path: Path) -> None:
    """Have one file, or the names in one folder, on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
