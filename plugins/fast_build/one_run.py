"""What stands in Pelican's settings for one run, and must not be taken for a setting.

Settings reach far: each tag points to them, and with CACHE_CONTENT Pelican pickles every tag. What is of one run leaves
nothing in such a file, not even the name of a class, which a build without this plugin could not find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

from .crew import spread

Thing = TypeVar("Thing")


class OneRun:
    """Pickled, it is None. A deep copy of the settings still belongs to the same run and holds the same object."""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(None), ()

    def __deepcopy__(self, _: dict[int, Any]) -> Self:
        return self


@dataclass(frozen=True)
class Spread(OneRun):
    """Does jobs on so many cores, where `map` does them one after the other."""

    processes: int

    def __call__(self, job: Callable[[Thing], bytes], things: Sequence[Thing]) -> Iterator[bytes]:
        """Yield job(thing) for each thing, in order."""
        return spread(job, things, self.processes)
