"""Copying files of the store and the plugin into the output."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path


def copy_new(files: Mapping[Path, Iterable[str]], target: Path) -> None:
    """Copy files (folder -> names) that `target` does not have yet in the same size: a picture's name is a hash of its content."""
    wanted = {name.rpartition("/")[2]: folder / name for folder, names in files.items() for name in sorted(names)}
    if not wanted:
        return
    target.mkdir(parents=True, exist_ok=True)
    there = {entry.name: entry.stat().st_size for entry in os.scandir(target) if entry.is_file()}
    for name, file in wanted.items():
        with suppress(FileNotFoundError):  # deleted at this moment
            if there.get(name) != file.stat().st_size or file.suffix == ".css":
                shutil.copyfile(file, target / name)
