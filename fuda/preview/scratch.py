"""The scratch folder, where files go that are not pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def empty(folder: Path) -> None:
    """Delete all that is in it."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


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
