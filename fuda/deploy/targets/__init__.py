"""Where releases go live. Each target is a class of two methods; `make_target` chooses by setting."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from ..settings import DeploySettings
from .github_pages import GithubPages
from .local import Local
from .rclone import Rclone
from .rsync import Rsync


class Target(Protocol):
    """A place that shows a release."""

    place: str
    """Says which place it is; another place has another text."""

    def check(self) -> None:
        """Raise PublishFailed, before anything is touched, when a tool is missing."""

    def publish(self, folder: Path) -> None:
        """Make the release in a folder, which has its name, live there. Raises PublishFailed; what was live then still is.

        To publish the same again is harmless.
        """


def make_target(settings: DeploySettings, folder: Path) -> Target:
    """The target that the settings name; `folder` is the site's."""
    match settings.target:
        case "rsync":
            return Rsync(settings)
        case "github-pages":
            return GithubPages(settings, folder)
        case "rclone":
            return Rclone(settings)
        case "local":
            return Local()


__all__ = ["Target", "make_target"]
