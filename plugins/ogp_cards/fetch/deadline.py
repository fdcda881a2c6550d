"""One instant at which everything that a card's request does must be over."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Clock = Callable[[], float]
"""Seconds on a clock that never goes back, such as time.monotonic."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """The instant `at` on `clock`."""

    at: float
    clock: Clock

    @property
    def passed(self) -> bool:
        """Whether it is too late."""
        return self.clock() >= self.at

    def left(self) -> float:
        """Seconds left, always more than 0. Raises TimeoutError when there are none: 0 would mean "do not wait" to a socket."""
        seconds = self.at - self.clock()
        if seconds <= 0:
            raise TimeoutError("the deadline has passed")
        return seconds
