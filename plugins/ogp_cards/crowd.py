"""Many requests side by side: few hosts at a time, few jobs to a host, and an end to it.

Knows nothing of HTTP: a job is a function. The pauses between two requests to one host are the fetcher's (its `pause`), since only it sees
every request of a job.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from .errors import FetchFailed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """What is to be done for one URL. `run` may raise; it should let FetchFailed through, whose `retry_after` is honoured."""

    url: str
    run: Callable[[], T]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """How a job ended: with a value, with whatever it raised, or `left` because the budget was spent."""

    url: str
    value: T | None = None
    error: Exception | None = None
    left: bool = False


@dataclass(frozen=True, slots=True)
class CrowdLimits:
    """How many at a time, and for how many seconds in total."""

    budget: float = 30.0
    hosts: int = 8
    per_host: int = 2


def run(
    jobs: Iterable[Job[T]],
    limits: CrowdLimits | None = None,
    *,
    clock: Callable[[], float] = time.monotonic,
    on_progress: Callable[[Outcome[T]], None] | None = None,
) -> list[Outcome[T]]:
    """Run the jobs in threads and return their outcomes in the order of the jobs.

    `on_progress` gets each outcome as it comes, in the caller's thread. When the budget is spent the rest is `left`, also what is under
    way: those jobs end by their own deadlines in daemon threads, and nobody sees their values. A job told to come back (Retry-After) is
    run a second time when that is within the budget. Ctrl-C raises KeyboardInterrupt here at once, after which nothing more is started.
    """
    return _Crowd(list(jobs), limits or CrowdLimits(), clock, on_progress).run()


@dataclass(slots=True)
class _Host:
    waiting: deque[int] = field(default_factory=deque)
    running: int = 0
    not_before: float = float("-inf")


class _Crowd(Generic[T]):
    """One run. All but `_work` happens in the caller's thread."""

    def __init__(
        self,
        jobs: list[Job[T]],
        limits: CrowdLimits,
        clock: Callable[[], float],
        on_progress: Callable[[Outcome[T]], None] | None,
    ) -> None:
        self._jobs = jobs
        self._limits = limits
        self._clock = clock
        self._end = clock() + limits.budget
        self._on_progress = on_progress
        self._outcomes: dict[int, Outcome[T]] = {}
        self._retried: set[int] = set()
        self._finished: SimpleQueue[tuple[int, Outcome[T]]] = SimpleQueue()
        self._hosts: dict[str, _Host] = {}
        for place, job in enumerate(jobs):
            self._hosts.setdefault(_host_of(job.url), _Host()).waiting.append(place)
        self._idle = list(self._hosts.values())
        self._active: list[_Host] = []

    def run(self) -> list[Outcome[T]]:
        while self._clock() < self._end and (self._idle or self._active):
            self._start_what_may_start()
            self._take_what_is_finished()
        return [self._outcomes.get(place, Outcome(job.url, left=True)) for place, job in enumerate(self._jobs)]

    def _start_what_may_start(self) -> None:
        now = self._clock()
        while len(self._active) < self._limits.hosts:
            ready = next((host for host in self._idle if host.not_before <= now), None)
            if ready is None:
                break
            self._idle.remove(ready)
            self._active.append(ready)
        for host in self._active:
            while host.waiting and host.running < self._limits.per_host and host.not_before <= now:
                host.running += 1
                name = f"ogp-cards-{host.waiting[0]}"
                threading.Thread(target=self._work, args=(host.waiting.popleft(),), daemon=True, name=name).start()

    def _work(self, place: int) -> None:
        job = self._jobs[place]
        try:
            outcome = Outcome(job.url, value=job.run())
        except Exception as error:  # noqa: BLE001  carried to the thread that asked
            outcome = Outcome(job.url, error=error)
        self._finished.put((place, outcome))

    def _take_what_is_finished(self) -> None:
        """Wait until a job is finished, a host may be asked again, or the end."""
        sleeping = [host.not_before for host in self._idle] if len(self._active) < self._limits.hosts else []
        try:
            place, outcome = self._finished.get(timeout=max(0.0, min([self._end, *sleeping]) - self._clock()))
        except Empty:
            return
        host = self._hosts[_host_of(outcome.url)]
        host.running -= 1
        if not self._comes_back(place, outcome, host):
            self._outcomes[place] = outcome
            if self._on_progress:
                self._on_progress(outcome)
        self._settle(host)

    def _comes_back(self, place: int, outcome: Outcome[T], host: _Host) -> bool:
        """Put a job whose server named a time back in front, once, and let its host rest until then."""
        if not isinstance(outcome.error, FetchFailed) or outcome.error.retry_after is None:
            return False
        host.not_before = max(host.not_before, self._clock() + outcome.error.retry_after)
        if place in self._retried or host.not_before >= self._end:
            return False
        self._retried.add(place)
        host.waiting.appendleft(place)
        return True

    def _settle(self, host: _Host) -> None:
        """Give the place of a host that has nothing to do now to another; forget it when it can do nothing more before the end."""
        if host.running == 0 and (not host.waiting or host.not_before > self._clock()):
            self._active.remove(host)
            if host.waiting and host.not_before < self._end:
                self._idle.append(host)


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
