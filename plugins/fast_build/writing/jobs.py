"""What a writer has still to make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pelican.utils import get_relative_path, path_to_url


@dataclass(frozen=True, slots=True)
class FeedJob:
    """One feed still to be made: what Pelican's `write_feed` was called with."""

    name: str
    elements: Sequence[Any]
    context: dict[str, Any]
    options: dict[str, Any]
    siteurl: str


@dataclass(frozen=True, slots=True)
class PageJob:
    """One page still to be rendered."""

    template: Any
    context: dict[str, Any]
    """What all pages share; some of Pelican's pages bring a copy of their own."""
    values: dict[str, Any]
    """What this page, or the list that it is a page of, has of its own."""
    page: dict[str, Any]
    """What this page of a list has of its own."""
    name: str
    """Its file below the output folder."""
    relative_urls: bool
    siteurl: str
    """Where the links in posts start from, as they would have been told when Pelican renders in order."""

    def local_context(self) -> dict[str, Any]:
        """The variables that the template sees, as Pelican makes them."""
        local = self.context.copy()
        if self.relative_urls:
            local["SITEURL"] = local["localsiteurl"] = relative_siteurl(self.name)
        local["output_file"] = self.name
        local.update(self.values)
        local.update(self.page)
        return local


def relative_siteurl(name: str) -> str:
    """The way from an output file back to the site's root, such as "../.."."""
    return str(path_to_url(get_relative_path(name)))
