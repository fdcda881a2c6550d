"""Reads a stylesheet: bytes in, StyleFacts out. Pure."""

from __future__ import annotations

import re

from .facts import Reference, StyleFacts, Use

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)""", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)""", re.IGNORECASE)


def read_style(path: str, data: bytes) -> StyleFacts:
    """What a stylesheet imports and names by url()."""
    css = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), data.decode("utf-8", errors="replace"))
    imports = [_reference(css, match, Use.STYLE) for match in _IMPORT.finditer(css)]
    rest = _IMPORT.sub("", css)
    return StyleFacts(path, (*imports, *(_reference(rest, match, Use.STYLED) for match in _URL.finditer(rest))))


def _reference(css: str, match: re.Match[str], use: Use) -> Reference:
    url = next((group for group in match.groups() if group), "")
    return Reference(use, url, css.count("\n", 0, match.start()) + 1)
