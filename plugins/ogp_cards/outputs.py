"""Copying files of the store and the plugin into the output."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def copy_new(files: Iterable[Path], folder: Path) -> None:
    """Copy the files that `folder` does not have yet in the same size: names are content hashes, or the plugin's own."""
    folder.mkdir(parents=True, exist_ok=True)
    there = {entry.name: entry.stat().st_size for entry in folder.iterdir() if entry.is_file()}
    for file in files:
        with suppress(FileNotFoundError):  # a picture that somebody deleted: the page shows the card without it
            if there.get(file.name) != file.stat().st_size:
                shutil.copyfile(file, folder / file.name)
