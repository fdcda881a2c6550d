"""Reads a stylesheet, or the CSS in a page. Pure."""

from __future__ import annotations

import re

from .facts import Reference, StyleFacts, Use

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']?([^"')\s;]+)""", re.IGNORECASE)
_URL = re.compile(r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)""", re.IGNORECASE)


def read_style(path: str, data: bytes) -> StyleFacts:
    """What a stylesheet imports and names by url()."""
    return StyleFacts(path, read_css(data.decode("utf-8", errors="replace")))


def read_css(written: str, line: int = 1) -> tuple[Reference, ...]:
    """The same for a piece of CSS that begins in a line of its file: imports first."""
    css = _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), written)
    imports = [_reference(css, match, Use.STYLE, line) for match in _IMPORT.finditer(css)]
    rest = _IMPORT.sub("", css)
    return (*imports, *(_reference(rest, match, Use.STYLED, line) for match in _URL.finditer(rest)))


def _reference(css: str, match: re.Match[str], use: Use, line: int) -> Reference:
    url = next((group for group in match.groups() if group), "")
    return Reference(use, url, css.count("\n", 0, match.start()) + line)
