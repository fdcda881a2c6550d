"""Reads the value of a link as a file of the content folder. Pure."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote, unquote

_BRACED = re.compile(r"[{|](\w+)[|}]")
_NO_FILE = re.compile(r"[a-z][a-z0-9+.-]*:|//|[#?]|$|[{|]", re.IGNORECASE)
_PAGES = {"", ".htm", ".html"}
_MADE = _PAGES | {".css", ".ico", ".js", ".json", ".txt", ".webmanifest", ".xml"}
"""Endings of files that a site makes itself, so that a link from its root to one promises no file of the author's."""

Kind = Literal["plain", "static", "attach", "filename"]
_KINDS: dict[str, Kind] = {"static": "static", "attach": "attach", "filename": "filename"}


@dataclass(frozen=True, slots=True)
class Reference:
    """A link to a file."""

    kind: Kind
    """How it is written: as a path, or with one of Pelican's words in front."""
    path: str
    """As written, without word, query and anchor."""
    tail: str
    """Query and anchor."""

    def names(self, folder: str) -> tuple[str, ...]:
        """What the file may be called below the content folder, for a post in `folder`; "" when that is outside of it."""
        found = []
        for path in dict.fromkeys((unquote(self.path), self.path)):
            name = posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))
            found.append("" if name == ".." or name.startswith("../") else name)
        return tuple(found)

    def promises_a_file(self, tag: str) -> bool:
        """Whether it has to be a file of the author's. A link may also go to a page by its address."""
        if self.kind != "plain" or tag not in ("a", "iframe"):
            return True
        ending = posixpath.splitext(self.path)[1].lower()
        return ending not in (_MADE if self.path.startswith("/") else _PAGES)

    def to(self, kind: Kind, name: str) -> str:
        """The link that Pelican understands for a file or source by its name below the content folder."""
        return f"{{{kind}}}/{quote(name)}{self.tail}"


def parse_reference(value: str) -> Reference | None:
    """A link's value, unescaped. None for URLs, anchors, and Pelican's words for other things."""
    value = value.strip()
    kind: Kind = "plain"
    if braced := _BRACED.match(value):
        if braced[1] not in _KINDS:
            return None
        kind, value = _KINDS[braced[1]], value[braced.end() :]
    if _NO_FILE.match(value):
        return None
    path = re.split(r"[?#]", value, maxsplit=1)[0]
    return Reference(kind, path, value[len(path) :])


def find_line(text: str, path: str) -> int:
    """The line of a source, from 1, that writes this path as a link; else the first that holds it; else 1."""
    link = re.compile(rf"""(?:\]\(\s*<?|\]:\s*<?|=\s*["']?)[^\s"'()<>]*{re.escape(path)}""")
    lines = text.split("\n")
    for holds in (link.search, lambda line: path in line):
        for number, line in enumerate(lines, 1):
            if holds(line):
                return number
    return 1
