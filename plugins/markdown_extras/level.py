"""Where the walk over a text, or over a quote in it, stands: the lines that are out, and the callouts that are open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_HEADING = re.compile(r"#{1,6}[^#]")


@dataclass(slots=True)
class OpenCallout:
    """A callout that waits for its end."""

    colons: int
    indent: str
    line: int
    start: int
    """How many lines were out when it began."""
    heading: int | None = None
    """How many lines were out at the first heading below its first words: it ends there if its author never ends it."""


@dataclass(slots=True)
class Level:
    """The lines, the place of the first in the whole text, and how far the walk has come."""

    lines: Sequence[str]
    first: int
    at: int = 0
    out: list[str] = field(default_factory=list)
    open: list[OpenCallout] = field(default_factory=list)
    item: int | None = None
    """The indentation of the outermost list item that the line may be in."""
    block_end: int = -1
    """How many lines were out when the last block was."""
    depth: int = 0
    """In how many quotes it is."""

    def put(self, line: str, indent: str = "") -> None:
        """Write a block of its own: with one blank line on each side, since a footnote ends at two."""
        if self.out and self.out[-1]:
            self.out.append("")
        self.out.append(indent + line)
        self.end_block()

    def end_block(self) -> None:
        """Have a blank line after what is out."""
        self.out.append("")
        self.block_end = len(self.out)

    def note_heading(self, text: str, indent: int) -> None:
        """See whether the line that comes next is a heading at which the innermost callout might end: one is open."""
        if text.startswith("#") and _HEADING.match(text):
            inner = self.open[-1]
            if inner.heading is None and indent <= len(inner.indent) and any(self.out[inner.start :]):
                inner.heading = len(self.out)

    def close_all(self, mark: str) -> Iterator[OpenCallout]:
        """End what is open, from the inside: before a heading that came in it, or else here."""
        heading = None
        for callout in reversed(self.open):
            heading = heading if callout.heading is None else callout.heading
            if heading is None:
                self.put(mark, callout.indent)
            else:
                self.out[heading:heading] = [*[""] * bool(self.out[heading - 1]), callout.indent + mark, ""]
            yield callout
