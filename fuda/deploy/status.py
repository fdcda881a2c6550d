"""`invoke deploy.status`: what is live, what was live before, what is due when, which links are dead, how the last run ended."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime

from .due import Due, read_due
from .refresh import read_dead_links
from .releases import Release
from .stages import Deployment


@dataclass(frozen=True)
class Status:
    """A look at a site's deploys at `now`. Releases and due posts are in the order in which they are shown."""

    now: datetime
    live: str
    """Name of the live release, or "" for none."""
    releases: tuple[Release, ...]
    due: tuple[Due, ...]
    dead_links: tuple[str, ...]
    last_run: str
    is_publishing: bool = False
    """Whether a run is publishing, or broke off while it did."""

    def as_json(self) -> str:
        """One object in one line."""
        releases = [
            {name: value for name, value in vars(release).items() if name != "files"} for release in self.releases
        ]
        found = {
            "live": self.live,
            "releases": releases,
            "due": [asdict(due) for due in self.due],
            "dead_links": self.dead_links,
            "last_run": self.last_run,
            "is_publishing": self.is_publishing,
        }
        return json.dumps(found, ensure_ascii=False, default=datetime.isoformat)

    def __str__(self) -> str:
        releases = [self._line(release) for release in self.releases] or ["none yet"]
        releases += (
            ["not finished: a run publishes, or broke off; the next one sets it right"] if self.is_publishing else []
        )
        due = [due.in_words(self.now) for due in self.due] or ["nothing"]
        return "\n".join(
            [
                "Releases:",
                *_indented(releases),
                "Due:",
                *_indented(due),
                "Dead links:",
                *_indented(list(self.dead_links) or ["none"]),
                "Last run:",
                *_indented([self.last_run or "none yet"]),
            ]
        )

    def _line(self, release: Release) -> str:
        state = "live at " + release.published_to if release.name == self.live else ""
        state = state or ("taken back" if release.withdrawn else "" if release.published_to else "never live")
        return f"{release.name}  {release.made:%Y-%m-%d %H:%M %Z}  {release.pages} pages  {state}".rstrip()


def read_status(deployment: Deployment) -> Status:
    """Look, without taking part: no lock is taken and nothing is changed. Raises BuildFailed."""
    releases, now = deployment.releases, deployment.clock()
    live = releases.live()
    return Status(
        now,
        live.name if live else "",
        tuple(reversed(releases.all())),
        read_due(deployment.settings_file, now),
        read_dead_links(deployment.settings_file),
        releases.log.last(),
        releases.is_publishing(),
    )


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
