"""Any object store or CDN that rclone knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from ..outcome import PublishFailed
from ..settings import DeploySettings
from .tools import masked, need, run

_PAGES = ("*.html", "*.xml", "*.json", "*.txt", "*.webmanifest")
_MARK = ".fuda-release"
"""A file in the destination that says that it is ours; it holds the name of the release that came last."""
_USUAL = ("--ask-password=false", "--retries=3", "--low-level-retries=5", "--contimeout=20s", "--timeout=5m")


class Rclone:
    """An object store has no link to swap, so order has to do: what pages need, the pages, and last is removed what none needs.

    A run that is stopped half-way leaves every file whole and every page with all that it needs, old pages beside new ones.
    """

    def __init__(self, settings: DeploySettings) -> None:
        self._path = settings.path
        self._take_over = settings.take_over
        self.place = f"rclone {self._path}"

    def check(self) -> None:
        """Need rclone, and the remote in its configuration."""
        need("rclone", "Debian: apt-get install rclone; macOS: brew install rclone")
        remote = self._path.partition(":")[0].partition(",")[0]
        if ":" in self._path and remote and f"{remote}:" not in run(["rclone", "listremotes"]).split():
            raise PublishFailed(f"DEPLOY_PATH: rclone knows no remote {remote!r}; add it with `rclone config`.")

    def publish(self, folder: Path) -> None:
        """Copy assets, then pages, then delete what is not in the release."""
        self._claim(folder.name)
        comparing = self._comparing()
        self._rclone("copy", comparing, *_each("--exclude", _PAGES), source=folder)
        self._rclone("copy", comparing, *_each("--include", _PAGES), source=folder)
        self._rclone("sync", "--ignore-existing", f"--exclude=/{_MARK}", source=folder)

    def _claim(self, name: str) -> None:
        """Mark the destination as ours. Raises PublishFailed when it holds what others put there."""
        run(["rclone", "mkdir", *_USUAL, "--", self._path])
        found = run(["rclone", "lsf", "--max-depth=1", *_USUAL, "--", self._path]).splitlines()
        if found and _MARK not in found and not self._take_over:
            raise PublishFailed(
                f"DEPLOY_PATH {masked(self._path)} holds what no deploy put there ({', '.join(found[:3])}{', …' if found[3:] else ''});"
                " name an empty folder, or set DEPLOY_TAKE_OVER = True to have it deleted."
            )
        folder = self._path if self._path.endswith((":", "/")) else f"{self._path}/"
        run(["rclone", "rcat", *_USUAL, "--", f"{folder}{_MARK}"], text=f"{name}\n")

    def _comparing(self) -> str:
        """A store that keeps no checksums gets every file anew: size alone does not tell whether a page is the same."""
        features = json.loads(run(["rclone", "backend", "features", *_USUAL, self._path]))
        return "--checksum" if features.get("Hashes") else "--ignore-times"

    def _rclone(self, command: str, *options: str, source: Path) -> None:
        run(["rclone", command, *_USUAL, *options, "--", str(source), self._path])


def _each(option: str, patterns: tuple[str, ...]) -> Iterator[str]:
    return (f"{option}={pattern}" for pattern in patterns)
