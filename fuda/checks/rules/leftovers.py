"""No card syntax is left for readers to see, but where its author put a backslash before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain

from ..findings import Finding, error
from .model import Site

_ESCAPED = re.compile(r"(?<=\\)\[\[ogp:[^\n]*?\]\]")


def check_leftovers(site: Site) -> Iterator[Finding]:
    """Pages and feeds."""
    pages = ((page.path, spot) for page in site.pages for spot in page.leftovers)
    feeds = ((feed.path, spot) for feed in site.xml for spot in feed.leftovers)
    found = [*chain(pages, feeds)]
    meant = _escaped(site.texts.values()) if found else set()
    for path, spot in found:
        written = unescape(spot.text)
        if written not in meant:
            yield error("leftover", f"card syntax that was not understood: {written}", path, spot.line, written)


def _escaped(texts: Iterable[str]) -> set[str]:
    return {match[0] for text in texts for match in _ESCAPED.finditer(text)}
