"""Where headings stand in the Markdown text. Pure; asked only when one of them has a problem."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

_FENCE = re.compile(r"[\s>]*(`{3,}|~{3,})")
_HASHES = re.compile(r"[\s>*+-]*(?:\d+\.\s+)?#{1,6}(.*?)#*\s*$")
_UNDERLINE = re.compile(r"[\s>]*(=+|-+)\s*$")


def find_lines(lines: Sequence[str], headings: Sequence[str]) -> list[int | None]:
    """For each heading, as written and in order, how many lines follow its own; None where it is not found."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for number, text in _heading_lines(lines):
        places[text].append(len(lines) - _ADDED - 1 - number)
    return [places[text].pop(0) if places[text] else None for text in headings]


_ADDED = 2
"""Lines that Python-Markdown puts at the end of every text."""


def _heading_lines(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in enumerate(lines):
        if opened := _FENCE.match(line):
            closes = opened[1].startswith(fence) and line.rstrip().endswith(opened[1])
            fence = opened[1] if not fence else "" if closes else fence
        elif fence:
            continue
        elif match := _HASHES.match(line):
            yield number, match[1].strip()
        elif number + 1 < len(lines) and _UNDERLINE.match(lines[number + 1]):
            yield number, line.strip(" >")
