"""One URL, one page: canonical URLs are absolute, unique and the page's own, and no two files are told apart by case alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..addresses import Where
from ..facts import PageFacts
from ..findings import Finding, error, warning
from .links import fold
from .model import ERROR_PAGE, Site


def check_canonicals(site: Site) -> Iterator[Finding]:
    """Canonical URLs (only of a site that has a SITEURL) and twins."""
    yield from _check_twins(site)
    if not site.record.site_url:
        yield warning("no-siteurl", "SITEURL is empty, so canonical URLs were not checked")
        return
    for page in site.pages:
        if page.is_indexed and page.path != ERROR_PAGE:
            yield from _check_page(site, page)


def _check_page(site: Site, page: PageFacts) -> Iterator[Finding]:
    if not page.canonicals:
        yield warning("no-canonical", "the page names no canonical URL", page.path)
        return
    if len(page.canonicals) > 1:
        yield error("canonical", "the page names more than one canonical URL", page.path, page.canonicals[1].line)
        return
    (spot,) = page.canonicals
    own = site.addresses.url_of(page.path)
    target = site.addresses.resolve(spot.text, page.path)
    if "://" not in spot.text:
        yield error("canonical", f"the canonical URL {spot.text} is not absolute", page.path, spot.line)
    elif not spot.text.startswith(site.addresses.base) or target.where is not Where.SITE:
        yield error("canonical", f"the canonical URL {spot.text} is not on {site.addresses.base}", page.path, spot.line)
    elif site.file_at(target.path) != page.path:
        yield error("canonical", f"the canonical URL is {spot.text}, the page's own is {own}", page.path, spot.line)


def _check_twins(site: Site) -> Iterator[Finding]:
    alike = defaultdict(list)
    for path in sorted(site.files):
        alike[fold(path)].append(path)
    for first, *others in alike.values():
        for other in others:
            yield warning(
                "twin", f"differs from {first} in case or Unicode form only: not every server can keep both", other
            )
