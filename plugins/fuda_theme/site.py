"""What every template may use, as `fuda`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .json_ld import make_json_ld
from .links import make_breadcrumbs, make_edit_url, make_share_links
from .model import Crumb, Link
from .settings import ShareTarget


@dataclass(frozen=True, eq=False, slots=True)
class Site:
    """Values of the whole site, and what a post's own page prints beside its text: made only when that page is."""

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
    url: str = ""
    """SITEURL, also where links are relative."""
    types_shown: bool = False
    """Whether there are types to tell apart."""
    share: tuple[ShareTarget, ...] = ()
    edit_pattern: str = ""
    """A URL with {path}."""

    def breadcrumbs(self, article: Any) -> tuple[Crumb, ...]:
        """The way from the home page down to a post, without the post itself."""
        return make_breadcrumbs(article, self.gettext(article.lang)("Home"), types_shown=self.types_shown)

    def json_ld(self, article: Any) -> str:
        """A post as BlogPosting and BreadcrumbList, safe inside of a `<script type="application/ld+json">`."""
        return make_json_ld(article, self.breadcrumbs(article), self.url)

    def share_links(self, article: Any) -> tuple[Link, ...]:
        """Where a post can be shared without a script; nowhere as long as its address is not known."""
        return make_share_links(f"{self.url}/{article.url}", str(article.title), self.share) if self.url else ()

    def edit_url(self, article: Any) -> str:
        """Where to suggest a change to a post's file; "" without a pattern."""
        return make_edit_url(self.edit_pattern, article.relative_source_path)
