"""Which level each heading gets, so that the first below the page's title is h2 and none is skipped. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Written:
    """A heading as the author wrote it. Nested ones stand in a quote, a callout or a list."""

    level: int
    nested: bool


@dataclass(frozen=True, slots=True)
class Place:
    """The level that a heading gets, and the one that it should have been written with: the same as written when it skips none."""

    level: int
    fitting: int


def place_headings(headings: Sequence[Written]) -> list[Place]:
    """One place for each heading, in the order of the page.

    A heading stands one level below the nearest one above it that was written with a smaller number. A nested one stands below the
    heading around it, whatever it was written with, and changes nothing for those that follow.
    """
    top = min((heading.level for heading in headings if not heading.nested), default=1)
    above: list[int] = []
    places = []
    for heading in headings:
        if heading.nested:
            places.append(Place(min(len(above) + 2, DEEPEST), heading.level))
            continue
        while above and above[-1] >= heading.level:
            above.pop()
        fitting = above[-1] + 1 if above else top
        above.append(heading.level)
        places.append(Place(min(len(above) + 1, DEEPEST), fitting))
    return places
