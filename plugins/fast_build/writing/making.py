"""Makes pages and feeds in one process, and notes what each was made of."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

from pelican.contents import Content

from ..crew import FEWEST, run_forked
from ..said import listening
from .addresses import Addresses
from .jobs import FeedJob, PageJob
from .printed import Printed
from .touched import Touched

FINISHED_TEXTS = 50
"""So many texts with their links resolved, which Pelican would hold to the end, are in memory at a time."""
QUIET, HEARD, UNHEARD = b".", b"!", b"?"
"""Whether the log said anything while a page was made, and whether anybody could hear it."""


class Maker:
    """Makes one job after the other with `write`; from its making until it is told to `stop`, Pelican's classes are changed."""

    def __init__(
        self, write: Callable[[PageJob | FeedJob], None], contents: Sequence[Content] | None, *, steady: bool
    ) -> None:
        """`contents` are those to note when they are looked at, if any; `steady`: macros print the same for the same arguments."""
        self._write = write
        self._addresses = Addresses()
        self._touched = None if contents is None else Touched(contents)
        self._printed = Printed(self._touched) if steady else None

    def make(self, job: PageJob | FeedJob, *, silent: bool) -> bytes:
        """A mark, and behind QUIET what was looked at. What is UNHEARD has to be written again, so that it is heard."""
        if self._touched:
            self._touched.start()
        with listening(silent=silent) as said, self._keeping_macros(job):
            self._write(job)
        if len(Content.get_content.cache) > FINISHED_TEXTS:
            Content.get_content.cache.clear()
        if said.records:
            if self._printed:
                self._printed.forget()
            return UNHEARD if silent else HEARD
        return QUIET + (self._touched.packed() if self._touched else b"")

    def _keeping_macros(self, job: PageJob | FeedJob) -> AbstractContextManager[None]:
        if self._printed and isinstance(job, PageJob):
            return self._printed.used_by(job.template.environment, job.siteurl)
        return nullcontext()

    def stop(self) -> None:
        """Leave Pelican's classes as they were."""
        self._addresses.stop()
        if self._touched:
            self._touched.stop()


def looked_at(note: bytes) -> bytes | None:
    """What `make` noted, None when anything was said."""
    return note[1:] if note.startswith(QUIET) else None


class Crew(NamedTuple):
    """Who makes pages: how many processes, and what this one does before it takes part."""

    processes: int
    meanwhile: Callable[[], object] | None


def make_all(
    jobs: Sequence[PageJob | FeedJob], new_maker: Callable[[], Maker], crew: Crew
) -> Iterator[tuple[int, bytes]]:
    """Yield (a job's number, what `Maker.make` gives for it): in order in one process, else the first of each template first.

    Those of a process that died are left out. What is raised here is raised.
    """
    makers: list[Maker] = []

    def make(number: int, *, silent: bool) -> bytes:
        if not makers:  # one in each process
            makers.append(new_maker())
        return makers[0].make(jobs[number], silent=silent)

    first = _first_of_each_template(jobs) if crew.processes > 1 else {}
    rest = [number for number in range(len(jobs)) if number not in first]
    try:
        for number in first:  # before forking: no other has to compile its template
            yield number, make(number, silent=False)
        for number, note in run_forked(
            lambda number: make(rest[number], silent=True),
            len(rest),
            crew.processes if len(rest) >= FEWEST else 1,
            own=lambda number: make(rest[number], silent=False),
            meanwhile=crew.meanwhile,
        ):
            yield rest[number], note
    finally:
        for maker in makers:
            maker.stop()


def _first_of_each_template(jobs: Sequence[PageJob | FeedJob]) -> dict[int, None]:
    """The numbers of the jobs that are the first with their template."""
    first: dict[str, int] = {}
    for number, job in enumerate(jobs):
        if isinstance(job, PageJob):
            first.setdefault(job.template.name, number)
    return dict.fromkeys(first.values())
