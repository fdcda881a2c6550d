"""What a build tells its author: a bar while it takes long, and how much it did in one line."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from typing import TypeVar

from pelican.log import console as pelicans
from rich.console import Console
from rich.errors import LiveError

from .one_run import OneRun

PATIENCE = 1.0
"""Seconds that may pass without a bar."""
Done = TypeVar("Done")


def bar_console() -> Console:
    """Pelican's own when that is a terminal, since two consoles with something moving would wipe each other's line; else one for stderr."""
    return pelicans if pelicans.is_terminal and not pelicans.quiet else Console(stderr=True)


@dataclass
class Run(OneRun):
    """Counts and times of one run of Pelican."""

    clock: Callable[[], float] = time.perf_counter
    aside: str = ""
    """Why all is left to Pelican in this run, if it is."""
    kept: int = 0
    """Sources whose conversion was kept from an earlier build."""
    converted: int = 0
    pages: int = 0
    feeds: int = 0
    writes: bool = True
    """Whether pages and feeds are counted: not where another plugin's writer writes them."""
    left_alone: int = 0
    """Pages and feeds of an earlier build that are still what they would be."""
    collecting: tuple[int, int, int] = field(default_factory=gc.get_threshold)
    """How often Python looked for cycles before this run."""
    console: Console = field(default_factory=bar_console)
    """Where a bar is shown."""
    _seconds: dict[str, float] = field(default_factory=dict)
    _since: float = 0.0

    def __post_init__(self) -> None:
        self._started = self._since = self.clock()

    def mark(self, phase: str) -> None:
        """All that happened since the mark before this was `phase`."""
        now = self.clock()
        self._seconds[phase] = self._seconds.get(phase, 0.0) + now - self._since
        self._since = now

    def tracked(self, work: Iterable[Done], total: int, doing: str) -> Iterator[Done]:
        """The same, with a bar on a terminal once the build has taken more than a second."""
        with ExitStack() as stack:
            bar = None
            for number, done in enumerate(work):
                if bar is None and self.console.is_terminal and self.clock() - self._started > PATIENCE:
                    from rich.progress import Progress  # noqa: PLC0415 - only few builds show a bar

                    bar = Progress(console=self.console, transient=True)
                    task = bar.add_task(doing, total=total, completed=number)
                    with suppress(
                        LiveError
                    ):  # a Rich before 14.1 shows one thing at a time: Pelican's spinner was first
                        stack.enter_context(bar)
                if bar:
                    bar.advance(task)
                yield done

    def summary(self, *, timings: bool) -> str:
        """One line, such as "12 sources (2 converted, 10 kept), 40 pages, 3 feeds"; without counts where Pelican does the work itself."""
        if self.aside:
            return f"fast_build stands aside: {self.aside}"
        line = f"{self.kept + self.converted} sources ({self.converted} converted, {self.kept} kept)"
        if self.writes:
            line += f", {self.pages} pages, {self.feeds} feeds"
        if self.left_alone:
            line += f" ({self.pages + self.feeds - self.left_alone} made, {self.left_alone} unchanged)"
        if not timings:
            return line
        return f"{line}; {', '.join(f'{phase} {seconds:.1f} s' for phase, seconds in self._seconds.items())}"
