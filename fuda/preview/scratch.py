"""The scratch folder, where files go that are not pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path


def empty(folder: Path) -> None:
    """Delete all that is in it."""
    for path in folder.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def copy_styles(changed: Iterable[Path], theme: Path, target: Path) -> None:
    """Copy those of the changed files that are static files of the theme to `target`, where a build puts these."""
    static = theme / "static"
    for path in changed:
        if path.is_relative_to(static) and path.is_file():
            copy = target / path.relative_to(static)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
