"""The value that templates and other plugins see."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, eq=False)
class PostType:
    """A kind of post. URLs are site-relative and percent-encoded; one that is "" has no page (or no feed) behind it."""

    slug: str
    name: str
    description: str = ""
    show_on_home: bool = True
    template: str = "article"
    """Template of its posts, without the extension."""
    url: str = ""
    save_as: str = ""
    feed_url: str = ""
    feed_save_as: str = ""
    articles: list[Any] = field(default_factory=list, repr=False)
    """Its listed posts, in the site's order."""
    list_articles: list[Any] = field(default_factory=list, repr=False)
    """Those that its list page shows: all, unless a plugin takes some out to show them elsewhere."""
    featured_articles: list[Any] = field(default_factory=list, repr=False)
    """Those of them that a plugin for featured posts picked; empty without one."""

    def __str__(self) -> str:
        return self.name
