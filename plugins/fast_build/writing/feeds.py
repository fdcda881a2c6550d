"""Feeds whose entries are written element by element, where feedgenerator writes, and searches, each piece of an element."""

from __future__ import annotations

from functools import lru_cache
from io import StringIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from feedgenerator.django.utils.xmlutils import SimplerXMLGenerator

CONTROLS = bytes({*range(32)} - {*b"\t\n\r"})
"""What XML cannot hold."""


_quoted = lru_cache(maxsize=1_000)(quoteattr)
"""The same tags come again and again."""


class Elements(SimplerXMLGenerator):  # type: ignore[misc]
    """Writes an element that holds nothing but text in one go. It may hold what XML cannot."""

    def addQuickElement(self, name: str, contents: str | None = None, attrs: Any = None) -> None:  # noqa: N802 - feedgenerator's
        """Write one."""
        written = "".join(f" {key}={_quoted(value)}" for key, value in sorted(attrs.items())) if attrs else ""
        text = f"<{name}{written}>{escape(contents)}</{name}>" if contents else f"<{name}{written}/>"
        self.ignorableWhitespace(text)  # SAX's name for what is written as it is


class QuickEntries(SyndicationFeed):  # type: ignore[misc]
    """Stands before a class of feedgenerator's."""

    def write_items(self, handler: Any) -> None:
        """Write all entries. One that no XML can hold fails as ever."""
        file = StringIO()
        super().write_items(Elements(file, "utf-8", short_empty_elements=True))
        text = file.getvalue()
        data = text.encode("utf-8", "surrogatepass")
        if len(data.translate(None, CONTROLS)) == len(data):
            handler.ignorableWhitespace(text)
        else:
            super().write_items(handler)


class QuickAtom(QuickEntries, Atom1Feed):  # type: ignore[misc]
    """An Atom feed."""


class QuickRss(QuickEntries, Rss201rev2Feed):  # type: ignore[misc]
    """An RSS feed."""


QUICK = {Atom1Feed: QuickAtom, Rss201rev2Feed: QuickRss}
