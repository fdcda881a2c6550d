"""A Pelican writer that renders nothing: it notes how each page and feed is made, and makes it when asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any

from pelican.contents import Content
from pelican.plugins import signals
from pelican.utils import sanitised_join

from fast_build.writing.jobs import FeedJob, PageJob
from fast_build.writing.writer import FastWriter

from .planning import Part

PUT_OFF = 2
"""Any number of processes above 1 makes FastWriter put its work off; here it is never flushed."""


Jobs = dict[str, PageJob | FeedJob]
"""By the path of the output file."""


class ContestedError(Exception):
    """Other pages than before want one file."""


def clashing(new: Iterable[str], others: Iterable[str]) -> set[str]:
    """Those new files that can't stand beside the others: the same in another case, or the one a folder of the other. Pure."""
    if not (new := set(new)):
        return set()
    taken = {path.casefold() for path in others}
    folders = {path: f"{path.casefold()}/" for path in new}
    return {
        path
        for path, folder in folders.items()
        if not taken.isdisjoint([path.casefold(), *map(str, PurePosixPath(path.casefold()).parents)])
        or any(other.startswith(folder) for other in taken)
    }


class NotingWriter(FastWriter):
    """Keeps a job for every file of the site, as far as it is planned. `render` makes one."""

    processes = PUT_OFF

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.noted: Jobs = {}
        """By the path of the output file below the output folder."""
        self.contested: set[str] = set()
        """Output files that more than one page wanted."""
        self._parts: Iterator[Part] = iter(())
        self._allowed: set[str] = set()
        self._links_start = ""
        self.is_planned = True
        """Whether `noted` is all that there is."""

    def plan(self, parts: Iterator[Part], context: dict[str, Any], contested: set[str]) -> None:
        """Put off `parts`, which note pages of `context`, the contents' own; at their end just the files `contested` may be so."""
        self._parts, self._shared, self._allowed, self.is_planned = parts, context, contested, False
        self._links_start = context["localsiteurl"]

    def plan_further(self) -> None:
        """Do the next part of what was put off. Raises what Pelican raises then, and ContestedError at the end."""
        part = next(self._parts, None)
        if part is None:
            self.is_planned = True
            if self.contested != self._allowed:
                raise ContestedError(*sorted(self.contested ^ self._allowed))
            return
        assert self._shared is not None  # noqa: S101 - since `plan`
        self._shared["localsiteurl"] = self._links_start  # as if nothing had been rendered in between
        part()
        self._links_start = self._shared["localsiteurl"]
        self.flush()

    def take(self) -> Jobs:
        """What was put off so far, by absolute path; it is not noted."""
        jobs, self._jobs = self._jobs or {}, {}
        self._wanted.clear()
        return jobs

    def replace(self, old: Jobs, new: Jobs) -> None:
        """Note `new` in the place of `old`. Raises ContestedError, with nothing changed, where other pages may want one of their files."""
        files, others = old.keys() | new.keys(), self._written_files - old.keys()
        contested = files & (self.contested | self._overridden_files) | clashing(new.keys() - old.keys(), others)
        if contested:
            raise ContestedError(*sorted(contested))
        self._written_files = others | new.keys()
        for job in old.values():
            del self.noted[str(PurePosixPath(job.name))]
        self._jobs = new
        self.flush()

    def contexts(self) -> Iterator[dict[str, Any]]:
        """That of all contents, and the copies of it that some pages have."""
        yield from {id(job.context): job.context for job in self.noted.values()}.values()

    def _claim(self, path: str, override: bool) -> bool:
        if path in self._written_files:
            self.contested.add(path)
        return super()._claim(path, override)

    def flush(self) -> None:
        """Take over what was put off so far, and tell `content_written` of each page as a build does (a sitemap is made from that)."""
        for job in self.take().values():
            self.noted[str(PurePosixPath(job.name))] = job
            if isinstance(job, PageJob) and signals.content_written.receivers:
                signals.content_written.send(f"{self.output_path}/{job.name}", context=job.local_context())

    def shown_by(self, name: str) -> Content | None:
        """The post or page to which an output file belongs; None for a list, a feed and what is not noted."""
        job = self.noted.get(name)
        values = job.values if isinstance(job, PageJob) else {}
        return next((each for each in map(values.get, ("article", "page")) if isinstance(each, Content)), None)

    def render(self, name: str) -> str | None:
        """The text of an output file (a POSIX path below the output folder), or None when no page or feed of that name is noted."""
        job = self.noted.get(name)
        if isinstance(job, FeedJob):
            # Through a file, since plugins may finish a feed there at `feed_written`; it goes again, or it would outlive the feed.
            self.make_feed(job)
            file = Path(sanitised_join(self.output_path, name))
            text = file.read_text(encoding="utf-8")
            file.unlink()
            return text
        return self.text_of(replace(job, template=as_saved(job.template))) if job else None


def handing_over(take: Callable[[NotingWriter], None]) -> type[NotingWriter]:
    """The class for Pelican to make its writer of: each hands itself to `take`."""

    class SiteWriter(NotingWriter):
        def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
            super().__init__(output_path, settings)
            take(self)

    return SiteWriter


def as_saved(template: Any) -> Any:
    """The template as its file is now: Jinja looks again at what a template includes and extends, and never at the one that it holds."""
    return template.environment.get_template(template.name) if template.name else template
