"""Cuts HTML into tags and text, in one pass of a regular expression.

A tree would cost several times as much and hide what was wrong in the source: a parser mends what it reads. Tags, comments
and raw text are cut as in the tokenizer of the HTML standard (WHATWG, 13.2.5), which every browser follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*)(?P<attributes>(?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title", "iframe", "xmp", "noframes")
}


class Text(NamedTuple):  # a page has a thousand: a named tuple is made in a third of the time
    """What stands between two tags, as written. `raw` names the element (script, title …) whose text has no tags in it."""

    text: str
    at: int
    raw: str = ""


class Tag(NamedTuple):
    """A start or end tag. `at` is its offset; the name is in lower case."""

    name: str
    at: int
    is_end: bool
    written: str
    """Its attributes as written."""

    @property
    def is_self_closing(self) -> bool:
        """Whether it ends in "/>"."""
        return self.written.endswith("/")

    def pairs(self) -> list[tuple[str, str]]:
        """Its attributes, names in lower case and values unescaped, in order and with repeats; one without a value has ""."""
        found = _ATTRIBUTE.findall(self.written)
        return [(name.lower(), unescape(double or single or bare)) for name, double, single, bare in found]


def cut(html: str) -> Iterator[Tag | Text]:
    """The tags and texts of a page in order; comments and the doctype are left out."""
    position, raw = 0, ""
    while position < len(html):
        if raw and (close := _RAW[raw].search(html, position)):
            if close.start() > position:
                yield Text(html[position : close.start()], position, raw)
            position = close.start()
        match = _TOKEN.search(html, position)
        start = match.start() if match else len(html)
        if start > position:
            yield Text(html[position:start], position)
        if not match:
            return
        position, raw = match.end(), ""
        if name := match["name"]:
            tag = Tag(name.lower(), start, bool(match["end"]), match["attributes"])
            yield tag
            raw = tag.name if tag.name in _RAW and not tag.is_end else ""
