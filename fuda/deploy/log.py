"""`deploy.log`: a line a run, with its time and exit code, and indented below it the dead links of that time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from .outcome import Outcome

_LARGEST = 500_000
"""Bytes; a larger log loses its older half."""


class DeployLog:
    """The log in a file, which may be absent. Nothing here fails: a run matters more than what is said of it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def add(self, moment: datetime, outcome: Outcome) -> None:
        """Say how a run ended. A folder that is not there is not made for it."""
        lines = [f"{moment.isoformat()} {outcome.code:d} {outcome.line}", *(f"  {link}" for link in outcome.dead_links)]
        with suppress(OSError), self.path.open("a", encoding="utf-8") as log:
            log.write("".join(f"{line}\n" for line in lines))

    def last(self) -> str:
        """The line of the last run, or ""."""
        return next(reversed(list(self._runs())), "")

    def last_before(self, moment: datetime) -> datetime | None:
        """When the latest run was that is not later than an (aware) moment: one whose clock was ahead does not count."""
        return max((time for time in self._times() if time <= moment), default=None)

    def trim(self) -> None:
        """Let the older half go when it has become large."""
        with suppress(OSError):
            if self.path.stat().st_size > _LARGEST:
                lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines(keepends=True)
                self.path.write_text("".join(lines[len(lines) // 2 :]), encoding="utf-8")

    def _runs(self) -> Iterator[str]:
        with suppress(OSError):
            text = self.path.read_text(encoding="utf-8", errors="replace")
            yield from (line for line in text.splitlines() if line and not line[0].isspace())

    def _times(self) -> Iterator[datetime]:
        for line in self._runs():
            with suppress(ValueError):
                time = datetime.fromisoformat(line.split(" ", 1)[0])
                yield from [time] if time.tzinfo else []
