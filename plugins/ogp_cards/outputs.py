"""Files of the store and the plugin that come into the output because they are used."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from pelican.contents import Static


class UsedFiles:
    """They are to be in `folder` of the output; `context` is Pelican's."""

    def __init__(self, folder: str, context: dict[str, Any]) -> None:
        self._folder = folder
        self._context = context
        self._names: dict[Path, set[str]] = defaultdict(set)

    def url(self, folder: Path, name: str) -> str:
        """The URL of a file of `folder`, which is used from now on. With RELATIVE_URLS Pelican settles it page by page."""
        self._names[folder].add(name)
        path = f"{self._folder}/{name.rpartition('/')[2]}"
        if not self._context.get("RELATIVE_URLS"):
            return f"{self._context['SITEURL']}/{path}"
        self._context["static_content"].setdefault(path, Static("", {"url": path, "save_as": path}, self._context))
        return f"{{static}}/{path}"

    def use(self, folder: Path, names: Iterable[str]) -> None:
        """Use files of `folder` of which the URLs are known."""
        if self._context.get("RELATIVE_URLS"):
            for name in names:
                self.url(folder, name)
        else:
            self._names[folder].update(names)

    def add(self, files: Iterable[Path]) -> None:
        """Use further files."""
        for path in files:
            self._names[path.parent].add(path.name)

    def forget(self) -> None:
        """None was used after all."""
        self._names.clear()

    def copy_to(self, target: Path) -> None:
        """Copy those that `target` does not have yet in the same size: a picture's name is a hash of its content."""
        wanted = {
            name.rpartition("/")[2]: folder / name for folder, names in self._names.items() for name in sorted(names)
        }
        if not wanted:
            return
        target.mkdir(parents=True, exist_ok=True)
        there = {entry.name: entry.stat().st_size for entry in os.scandir(target) if entry.is_file()}
        for name, file in wanted.items():
            with suppress(FileNotFoundError):  # deleted at this moment
                if there.get(name) != file.stat().st_size or (file.suffix == ".css" and _differ(file, target / name)):
                    shutil.copyfile(file, target / name)


def _differ(one: Path, other: Path) -> bool:
    return one.read_bytes() != other.read_bytes()
