"""Tokens as HTML, as Pygments' HtmlFormatter writes them with `nowrap`, in one pass and without a piece of text for each line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO

from pygments.formatters import HtmlFormatter
from pygments.token import _TokenType

_TO_ESCAPE = re.compile(r"[&<>\"'\n]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_END = "</span>"


class Openings(dict[_TokenType, str]):
    """Kind of token -> the tag that it begins with, or nothing, as the formatter has it."""

    def __init__(self, formatter: HtmlFormatter[str]) -> None:
        super().__init__()
        self._formatter = formatter

    def __missing__(self, kind: _TokenType) -> str:
        file = StringIO()
        self._formatter.format([(kind, "-")], file)
        self[kind] = opening = file.getvalue().partition(">-<")[0] + ">" if ">-<" in file.getvalue() else ""
        return opening


def format_tokens(tokens: Iterable[tuple[_TokenType, str]], openings: Openings) -> str:
    """The HTML. Tokens of one kind that follow each other in a line share a tag, and none goes over the end of a line."""
    out: list[str] = []
    within: str | None = None
    """The tag that is open in this line, "" for none; None at the beginning of a line."""
    for kind, value in tokens:
        opening, text = openings[kind], value
        if _TO_ESCAPE.search(value):
            *lines, text = value.translate(_ESCAPES).split("\n")
            for line in lines:
                if line and within != opening:
                    out += (_END if within else "", opening)
                    within = opening
                out += (line, f"{_END}\n" if within else "\n")
                within = None
        if within == opening:
            out.append(text)
        elif text:
            out.append(f"{_END}{opening}{text}" if within else f"{opening}{text}")
            within = opening
    if within is not None:
        out.append(f"{_END}\n" if within else "\n")
    return "".join(out)
