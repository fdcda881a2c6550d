"""What is wrong within one page."""

from __future__ import annotations

from collections.abc import Iterator

from ..facts import PageFacts
from ..findings import Finding, error, warning
from .model import ERROR_PAGE, Site


def check_documents(site: Site) -> Iterator[Finding]:
    """Tags, ids, and what a page should say of itself."""
    written = {source.save_as for source in site.record.sources}
    for page in site.pages:
        yield from _check_markup(page)
        yield from _check_words(page, has_source=page.path in written)


def _check_markup(page: PageFacts) -> Iterator[Finding]:
    for spot in page.misfits:
        yield error("html", spot.text, page.path, spot.line)
    seen = set()
    for spot in page.ids:
        if spot.text in seen:
            yield error("duplicate-id", f"the id {spot.text} is there twice", page.path, spot.line, spot.text)
        seen.add(spot.text)


def _check_words(page: PageFacts, *, has_source: bool) -> Iterator[Finding]:
    if not page.title:
        yield warning("no-title", "the page has no title", page.path)
    if not page.lang:
        yield warning("no-lang", "the page does not say its language", page.path)
    if has_source and not page.description and page.path != ERROR_PAGE:
        yield warning("no-description", "no description for search engines and shares", page.path)
    for spot in page.without_alt:
        yield warning("no-alt", f"image {spot.text} has no alt text", page.path, spot.line, spot.text)
