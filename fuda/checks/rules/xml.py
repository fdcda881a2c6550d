"""Feeds and sitemaps parse, and the pages that they name are there."""

from __future__ import annotations

from collections.abc import Iterator

from ..addresses import Where
from ..facts import Spot, XmlFacts
from ..findings import Finding, error, warning
from .model import Site


def check_xml(site: Site) -> Iterator[Finding]:
    """Every XML file."""
    for facts in site.xml:
        if facts.problem:
            yield error("xml", f"not well-formed: {facts.problem.text}", facts.path, facts.problem.line)
        seen = set()
        for spot in facts.addresses:
            yield from _check_address(site, facts, spot)
            if facts.kind == "sitemap" and spot.text in seen:
                yield warning("duplicate-url", f"{spot.text} is in the sitemap twice", facts.path, spot.line)
            seen.add(spot.text)


def _check_address(site: Site, facts: XmlFacts, spot: Spot) -> Iterator[Finding]:
    target = site.addresses.resolve(spot.text, facts.path)
    if site.record.site_url and "://" not in spot.text:
        yield error(f"{facts.kind}-url", f"{spot.text} is not absolute", facts.path, spot.line)
    elif target.where is Where.SITE and not site.file_at(target.path):
        yield error(f"{facts.kind}-url", f"{spot.text} is not there", facts.path, spot.line)
    elif facts.kind == "sitemap" and target.where is not Where.SITE:
        yield error("sitemap-url", f"{spot.text} is not on {site.addresses.base}", facts.path, spot.line)
