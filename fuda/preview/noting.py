"""A Pelican writer that renders nothing: it notes how each page and feed is made, and makes it when asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.plugins import signals
from pelican.utils import sanitised_join

from fast_build.writer import FastWriter, PageJob

PUT_OFF = 2
"""Any number of processes above 1 makes FastWriter put pages off; here they are never flushed."""


class NotingWriter(FastWriter):
    """Keeps a job for every file of the site. `render` makes one."""

    processes = PUT_OFF

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.pages: dict[str, PageJob] = {}
        self.feeds: dict[str, Callable[[], None]] = {}

    def flush(self) -> None:
        """Take over the pages noted so far, and tell `content_written` of each as a build does (a sitemap is made from that)."""
        for job in (self._jobs or {}).values():
            self.pages[job.name] = job
            if signals.content_written.receivers:
                signals.content_written.send(f"{self.output_path}/{job.name}", context=job.local_context())
        self._jobs = {}

    def write_feed(self, elements: Any, context: Any, path: str | None = None, *rest: Any, **options: Any) -> Any:
        """Note a feed; parameters as Pelican's. A feed without a path is wanted at once."""
        if not path:
            return super().write_feed(elements, context, path, *rest, **options)  # type: ignore[no-untyped-call]
        make = super().write_feed
        self.feeds[str(PurePosixPath(path))] = lambda: make(elements, context, path, *rest, **options)  # type: ignore[no-untyped-call]
        return None

    def render(self, name: str) -> str | None:
        """The text of an output file (a POSIX path below the output folder), or None when no page or feed is of that name."""
        if job := self.pages.get(name):
            return self.text_of(job)
        if make := self.feeds.get(name):
            # Through the file, since plugins finish a feed there at `feed_written`.
            file = Path(sanitised_join(self.output_path, name))
            self._written_files.discard(str(file))
            make()
            return file.read_text(encoding="utf-8")
        return None
