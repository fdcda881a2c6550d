"""Finds the line to mend in a header that is no YAML, and says how. Pure.

A line `title： A` is text to YAML, and so is `title:A`: it complains of the next line's colon.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FULL_WIDTH = re.compile(r"[\w-]+\s*：|[\w-]+:　")
_NO_SPACE = re.compile(r"[\w-]+:[^\s/:](?!.*:\s)")
_QUOTES = "a text that holds ': ' or ' #', or begins with a sign, needs quotes around it: 'like this'"
_ASCII = "the line has a full-width colon or space, write ': ' with ASCII ones"
_SPACE = "write a space behind the colon"
_TAB = "write spaces in place of the tab"


@dataclass(frozen=True, slots=True)
class Slip:
    """Where the author has to look, from 0, what stands there, shortened, and what to write instead."""

    line: int
    written: str
    advice: str


def find_slip(lines: Sequence[str], complained: int) -> Slip:
    """The slip behind YAML's complaint about one of the lines: the first up to there that is no key for lack of ': ', or else itself."""
    for number, line in enumerate(lines[: complained + 1]):
        for pattern, advice in ((_FULL_WIDTH, _ASCII), (_NO_SPACE, _SPACE)):
            if pattern.match(line):
                return Slip(number, _shorten(line), advice)
    line = lines[complained] if complained < len(lines) else ""
    return Slip(complained, _shorten(line), _TAB if "\t" in line else _QUOTES)


def _shorten(line: str) -> str:
    text = line.strip()
    return text if len(text) <= 40 else text[:39] + "…"
