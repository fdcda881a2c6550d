"""The values that templates see. URLs are site-relative and percent-encoded unless said otherwise."""

from __future__ import annotations

from collections.abc import Callable
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


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """What every template may use, as `fuda`."""

    gettext: Callable[[str], Callable[[str], str]] = field(repr=False)
    """From a language to the function that translates into it."""
    csp: str
    """The Content-Security-Policy for a <meta> tag."""
    stylesheets: tuple[str, ...]
    list_stylesheet: str
    """What home and lists need besides."""
    theme_script: str
    """The small script that has to run before the page is painted."""
    script: str
    """The module with everything else."""
    icons: str
    manifest: str
    hidden: frozenset[str]
    """Names of the parts that the site leaves out."""
    navigation: tuple[Link, ...] = ()
    intro: str = ""
    top_tags: tuple[tuple[Any, int], ...] = ()
    """The tags with the most posts, each with how many."""
    author: Any = None
    licence: Link | None = None
    copyright: str = ""
    languages: dict[str, str] = field(default_factory=dict)
    share_copy: bool = True
    """Whether the share links end in a button that copies the address."""
    feed_stylesheet: str = ""
    comments: dict[str, str] = field(default_factory=dict)
    """The data attributes of giscus, without "data-"."""
    analytics: Any = None
