"""What the modules hand to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "yes or no", "date", "nothing", "list", "mapping"]
"""What YAML takes a value for. Values outside YAML are text, or a list when a key has several lines."""


@dataclass(frozen=True, slots=True)
class Field:
    """One entry of a header, or one item of a list in it (then without a key)."""

    key: str
    """Lower case, as Pelican has it."""
    line: int
    """In the file, from 1."""
    kind: Kind
    data: object
    """The value as YAML's types."""
    text: str = ""
    """The value as its author wrote it: `no` stays "no" and `007` "007", a list `[a, b]`."""
    items: tuple[Field, ...] = ()
    """The items of a list."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, in words for the author."""

    line: int
    text: str
    fatal: bool = False
    """Whether the post is left out for it."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What a site allows beyond Pelican's own keys."""

    types: tuple[str, ...] = ()
    """Values of `type`; empty for any."""
    keys: frozenset[str] = frozenset()
    """Keys that are the site's own, and right as they are."""
    reserved: frozenset[str] = frozenset()
    """Keys that would overwrite what Pelican keeps on a post."""


class HeaderError(ValueError):
    """A header that can't be read at all."""

    def __init__(self, line: int, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(line, text, fatal=True)
