"""Splits a post into header and body. Pure.

Looser than a pattern over the whole text, because what a strict one does not match would fall back to Markdown's own
metadata without a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .model import HeaderError, Problem

_CLOSING = re.compile(r"(---(?!-)|\.\.\.(?=\s*$))(.*)")


@dataclass(frozen=True, slots=True)
class Header:
    """The part of a file that stands before the text of the post."""

    line: int
    """Where it begins in the file, from 1: its `---`, or else its first line."""
    is_yaml: bool
    text: str
    """What is between the marks of a YAML header; empty if it is none."""
    body: str
    """All that follows, always the tail of the file; without a YAML header, all from `line` on."""
    problems: tuple[Problem, ...] = ()


def split_header(text: str) -> Header:
    """Split a file's text (no byte order mark, lines ended by \\n). Raises HeaderError for a YAML header that has no end."""
    lines = text.split("\n")
    start = next((number for number, line in enumerate(lines) if line.strip()), 0)
    first = lines[start]
    if not first.startswith("---") or first.startswith("----"):
        return Header(start + 1, is_yaml=False, text="", body="\n".join(lines[start:]))
    if first[3:].strip():
        raise HeaderError(start + 1, f"{first[:40]!r} has something behind its ---; leave that line as ---")
    end = _find_end(lines, start)
    marks = ((number, lines[number]) for number in (start, end))
    problems = [Problem(n + 1, "there are spaces behind the ---; take them out") for n, mark in marks if len(mark) > 3]
    inside, body = "\n".join(lines[start + 1 : end]), "\n".join(lines[end + 1 :])
    return Header(start + 1, is_yaml=True, text=inside, body=body, problems=tuple(problems))


def _find_end(lines: list[str], start: int) -> int:
    for number in range(start + 1, len(lines)):
        if found := _CLOSING.fullmatch(lines[number]):
            if found[2].strip():
                what = f"{lines[number][:40]!r} has something behind its ---; end the header with a line of just ---"
                raise HeaderError(number + 1, what)
            return number
    raise HeaderError(start + 1, "the header is not closed; end it with a line of just ---")
