"""Good manners: few connections to a host at a time, and a pause between them."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..errors import FetchFailed
from .deadline import Clock, Deadline


@dataclass(slots=True)
class _Host:
    busy: int = 0
    next_start: float = float("-inf")


class Turns:
    """Hands out turns to speak to a host. Thread-safe."""

    def __init__(self, connections: int, pause: float, clock: Clock) -> None:
        self._connections = connections
        self._pause = pause
        self._clock = clock
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        self._changed = threading.Condition()

    @contextmanager
    def turn(self, host: str, deadline: Deadline) -> Iterator[None]:
        """Wait for a turn and hold it. Raises FetchFailed when none comes before the deadline."""
        state = self._take(host, deadline)
        try:
            yield
        finally:
            with self._changed:
                state.busy -= 1
                self._changed.notify_all()

    def _take(self, host: str, deadline: Deadline) -> _Host:
        with self._changed:
            state = self._hosts[host]
            while (wait := self._wait(state)) > 0:
                left = deadline.at - self._clock()
                if left <= 0:
                    raise FetchFailed(f"too many other requests wait for {host}")
                self._changed.wait(min(wait, left))
            state.busy += 1
            state.next_start = self._clock() + self._pause
            return state

    def _wait(self, state: _Host) -> float:
        """Seconds until it is worth looking again; for ever, until somebody's turn ends, when the host is busy."""
        return float("inf") if state.busy >= self._connections else state.next_start - self._clock()
