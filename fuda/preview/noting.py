"""A Pelican writer that renders nothing: it notes how each page and feed is made, and makes it when asked."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from pelican.plugins import signals
from pelican.utils import sanitised_join

from fast_build.jobs import FeedJob, PageJob
from fast_build.writer import FastWriter

PUT_OFF = 2
"""Any number of processes above 1 makes FastWriter put its work off; here it is never flushed."""


class NotingWriter(FastWriter):
    """Keeps a job for every file of the site. `render` makes one."""

    processes = PUT_OFF
    feeds_apart = True

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.noted: dict[str, PageJob | FeedJob] = {}
        """By the path of the output file."""
        self.contested: set[str] = set()
        """Output files that more than one page wanted."""

    def _claim(self, path: str, override: bool) -> bool:
        if path in self._written_files:
            self.contested.add(path)
        return super()._claim(path, override)

    def flush(self) -> None:
        """Take over what was put off so far, and tell `content_written` of each page as a build does (a sitemap is made from that)."""
        for job in (self._jobs or {}).values():
            self.noted[str(PurePosixPath(job.name))] = job
            if isinstance(job, PageJob) and signals.content_written.receivers:
                signals.content_written.send(f"{self.output_path}/{job.name}", context=job.local_context())
        self._jobs = {}

    def render(self, name: str) -> str | None:
        """The text of an output file (a POSIX path below the output folder), or None when no page or feed is of that name."""
        job = self.noted.get(name)
        if isinstance(job, FeedJob):
            # Through the file, since plugins may finish a feed there at `feed_written`.
            self.make_feed(job)
            return Path(sanitised_join(self.output_path, name)).read_text(encoding="utf-8")
        return self.text_of(job) if job else None
