"""Releases side by side on this machine, and one link that says which is live.

    releases/000007-1f2e3d4c5b6a/        the files of one release: a folder of such a name is whole
    releases/000007-1f2e3d4c5b6a.json    what is known of it; written first, removed last
    releases/publishing                  the name of a release that is on its way: while this is there, nobody knows what readers get
    current -> releases/000007-1f2e3d4c5b6a

Names count up instead of telling the time, so that a clock that jumps orders nothing wrongly. Everything is made beside and renamed: a stop
at any instant leaves the link at the old or at the new release.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from .log import DeployLog
from .outcome import PublishFailed
from .tree import digests, settle, settle_one, tree_digest

NAME = re.compile(r"(?P<number>\d{6,})-(?P<digest>[0-9a-f]{12})")
STAGING = ".staging-"


@dataclass(frozen=True)
class Release:
    """One release. `made` is aware; `warnings` is how many the build and the gate had."""

    name: str
    made: datetime
    pages: int
    warnings: int
    files: Mapping[str, str]
    """Digests by POSIX path."""
    published_to: str = ""
    """The place where it was last made live; "" for none yet."""
    withdrawn: bool = False
    """Whether somebody went back from it."""
    after: datetime | None = None
    """When the run before it was, as far as that is known."""

    @property
    def number(self) -> int:
        """Larger for newer releases."""
        return int(self.name.split("-")[0])

    def has(self, files: Mapping[str, str]) -> bool:
        """Whether it has just these bytes."""
        return dict(self.files) == dict(files)


class Releases:
    """The releases below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "releases"
        self.link = folder / "current"
        self.log = DeployLog(self.folder / "deploy.log")
        self._marker = self.folder / "publishing"
        self._new_link = folder / f"{STAGING}current"

    def path(self, release: Release) -> Path:
        """The folder with its files."""
        return self.folder / release.name

    @contextmanager
    def staging(self) -> Iterator[Path]:
        """A fresh folder on the same disk, to build into; what is still there in the end is removed."""
        self.sweep()
        folder = Path(tempfile.mkdtemp(prefix=STAGING, dir=self.folder))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def sweep(self) -> None:
        """Remove what a killed run left."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for leftover in [*self.folder.glob(f"{STAGING}*"), self._new_link]:
            _remove(leftover)
        for facts in self.folder.glob("*.json"):
            if not facts.with_suffix("").is_dir():
                facts.unlink()
        self.log.trim()

    def waiting(self, files: Mapping[str, str]) -> Release | None:
        """The newest release, which a run before could not publish, when it has just these bytes."""
        newest = self.newest()
        return newest if newest and newest.has(files) and self.is_whole(newest) else None

    def add(self, staged: Path, files: Mapping[str, str], *, made: datetime, pages: int, warnings: int) -> Release:
        """Make a staged folder the newest release. Those before it that were never live are of no use any more."""
        number = max((int(match["number"]) for match in self._names()), default=0) + 1
        for release in self.all():
            if not release.published_to and release.name != self._live_name():
                self._discard(release)
        name = f"{number:06}-{tree_digest(files)[:12]}"
        release = Release(name, made, pages, warnings, files, after=self.log.last_before(made))
        staged.chmod(0o755)
        settle(staged)
        self.note(release)
        staged.rename(self.path(release))
        settle_one(self.folder)
        return release

    def note(self, release: Release) -> None:
        """Keep what is known of a release."""
        facts = {name: value for name, value in vars(release).items() if name != "name"}
        text = json.dumps(facts, ensure_ascii=False, indent=0, sort_keys=True, default=datetime.isoformat)
        self._write(self.folder / f"{release.name}.json", text)

    def _write(self, path: Path, text: str) -> None:
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", prefix=STAGING, dir=self.folder, delete=False) as file:
            file.write(text)
        settle_one(Path(file.name))
        Path(file.name).replace(path)

    def _names(self) -> Iterator[re.Match[str]]:
        paths = sorted(self.folder.iterdir()) if self.folder.is_dir() else []
        return (match for path in paths if path.is_dir() and (match := NAME.fullmatch(path.name)))

    def all(self) -> list[Release]:
        """Every release, oldest first."""
        found = (self._read(match[0]) for match in self._names())
        return sorted((release for release in found if release), key=lambda release: release.number)

    def _read(self, name: str) -> Release | None:
        try:
            facts: dict[str, Any] = json.loads((self.folder / f"{name}.json").read_text(encoding="utf-8"))
            moments = {key: datetime.fromisoformat(facts[key]) for key in ("made", "after") if facts.get(key)}
            return Release(**facts | moments | {"name": name})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def live(self) -> Release | None:
        """The release that `current` points to."""
        name = self._live_name()
        return self._read(name) if name and self.link.is_dir() else None

    def _live_name(self) -> str:
        return self.link.readlink().name if self.link.is_symlink() else ""

    def named(self, name: str) -> Release | None:
        """The release of this name."""
        return self._read(name) if NAME.fullmatch(name) and (self.folder / name).is_dir() else None

    def newest(self) -> Release | None:
        """The release that was made last, live or not."""
        return next(reversed(self.all()), None)

    def previous(self) -> Release | None:
        """The newest before the live one that was live itself, that nobody took back and that shows something else."""
        live = self.live()
        older = (release for release in reversed(self.all()) if live and release.number < live.number)
        good = (release for release in older if release.published_to and not release.withdrawn)
        return next((release for release in good if live and not release.has(live.files)), None)

    def is_whole(self, release: Release) -> bool:
        """Whether its folder holds just the files that it was made of: someone may have changed it by hand."""
        return release.has(digests(self.path(release)))

    def check_link(self) -> None:
        """Raise PublishFailed when something that is no link is in its place."""
        if self.link.exists() and not self.link.is_symlink():
            raise PublishFailed(f"{self.link} is not a link; move it away: it is to be the link to the live release.")

    def is_publishing(self) -> bool:
        """Whether a run began to publish and did not come to its end."""
        return self._marker.exists()

    @contextmanager
    def publishing(self, release: Release) -> Iterator[None]:
        """Mark what is on its way; a run that is killed or fails leaves the mark."""
        self._write(self._marker, f"{release.name}\n")
        settle_one(self.folder)
        yield
        self._marker.unlink()

    def go_live(self, release: Release, place: str) -> None:
        """Swap the link, in one step, and note where the release is shown."""
        self._new_link.unlink(missing_ok=True)
        self._new_link.symlink_to(Path(self.folder.name, release.name))
        self._new_link.replace(self.link)
        settle_one(self.link.parent)
        self.note(replace(release, published_to=place, withdrawn=False))

    def prune(self, keep: int) -> None:
        """Remove the oldest releases beyond `keep`; never the live one."""
        live = self._live_name()
        others = [release for release in self.all() if release.name != live]
        for release in others[: max(0, len(others) - (keep - 1))]:
            self._discard(release)

    def _discard(self, release: Release) -> None:
        leaving = self.folder / f"{STAGING}{release.name}"
        self.path(release).rename(leaving)
        shutil.rmtree(leaving)
        (self.folder / f"{release.name}.json").unlink()


def _remove(path: Path) -> None:
    """Remove a file, link or folder; what a dying worker still writes into is left to the next run."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
