"""The scratch folder, where files go that are not pages: each run has one of its own in it, so that none outlives what it came with."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path


def fresh(folder: Path) -> Path:
    """A new empty folder in it."""
    return Path(tempfile.mkdtemp(dir=folder))


def names(folder: Path) -> set[str]:
    """All files below it, by POSIX path."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def differing(before: Path, after: Path) -> set[str]:
    """Which files have come, have gone or hold something else."""
    old, new = names(before), names(after)
    return (old ^ new) | {name for name in old & new if not filecmp.cmp(before / name, after / name)}


def follow_styles(changed: Iterable[Path], theme: Path, target: Path) -> None:
    """Have in `target`, where a build puts static files of the theme, those of the changed files that are such as they are now."""
    static = theme / "static"
    for path in changed:
        if not path.is_relative_to(static):
            continue
        copy = target / path.relative_to(static)
        if path.is_file():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
        else:
            copy.unlink(missing_ok=True)
