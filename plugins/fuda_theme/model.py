"""The values that templates see. URLs are site-relative and percent-encoded unless said otherwise."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step from the home page down to a post."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words. `url` is absolute, or begins at the site's root with "/"."""

    title: str
    url: str


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """The posts of one series, from its first part on; `index` is the place of the post that holds this, counted from 0."""

    name: str
    articles: tuple[Any, ...] = field(repr=False)
    index: int
