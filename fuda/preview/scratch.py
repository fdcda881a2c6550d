"""The scratch folder, where files go that are not pages: each run has one of its own in it, so that none outlives what it came with."""

from __future__ import annotations

import filecmp
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path


def require(folder: Path) -> None:
    """Raise FileNotFoundError where a folder with the author's files is gone: without them there would be an empty site."""
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder}: the folder is gone; until it is back, the preview shows what was there")


class Scratch:
    """A folder in which each run of Pelican has an `output` of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.output = self._fresh()
        """That of the last run which came to its end."""
        self._changed: set[str] = set()

    def _fresh(self) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder))

    @contextmanager
    def renewed(self) -> Iterator[Path]:
        """A new empty folder, which is the `output` at the end of the block unless that raises."""
        new = self._fresh()
        try:
            yield new
            self._changed |= differing(self.output, new)
        except BaseException:
            shutil.rmtree(new)
            raise
        old, self.output = self.output, new
        shutil.rmtree(old)

    def changed(self) -> set[str]:
        """The files that have come, have gone or are others since this was last asked, by POSIX path; the first run's are no news."""
        changed, self._changed = self._changed, set()
        return changed


def names(folder: Path) -> set[str]:
    """All files below it, by POSIX path."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def differing(before: Path, after: Path) -> set[str]:
    """Which files have come, have gone or hold something else; none where there were none before."""
    old, new = names(before), names(after)
    if not old:
        return set()
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
