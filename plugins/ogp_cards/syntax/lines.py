"""Which line a card that cannot be read stands on. Pure.

Python-Markdown tells no processor where it is, so the text is searched again for what the author wrote; fenced code, code spans and escaped
brackets are left out, since cards are not looked for there.
"""

from __future__ import annotations

import re

from .written import OPEN, find_cards

_FENCE = re.compile(r"[\s>]*(?:(?:[*+-]|\d+[.)])\s+)*(`{3,}|~{3,})")


class LineFinder:
    """Finds written cards in the text of one conversion, each occurrence once."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._found: dict[str, list[int]] | None = None

    def start(self, lines: list[str]) -> None:
        """Begin a new text."""
        self._lines, self._found = lines, None

    def lines_from_end(self, written: str) -> int:
        """How many lines before the end of the text (its last line is 1) the next such card stands; 0 when it cannot be told."""
        if self._found is None:
            self._found = _places(self._lines)
        places = self._found.get(_folded(written), [])
        return places.pop(0) if places else 0


def _places(lines: list[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    fence = ""
    for number, line in enumerate(lines):
        if opened := _FENCE.match(line):
            fence = _fence_after(fence, opened[1], line)
        elif not fence and OPEN in line:
            for written in _outside_code(line):
                found.setdefault(_folded(written), []).append(len(lines) - number)
    return found


def _fence_after(fence: str, marks: str, line: str) -> str:
    """The fence that is open after a line that begins with `marks`."""
    if not fence:
        return marks
    closes = marks.startswith(fence) and line.strip().endswith(marks)
    return "" if closes else fence


def _outside_code(line: str) -> list[str]:
    visible = re.sub(r"\\\[|(`+)[^`].*?\1", "", line)
    return [card.text for card in find_cards(visible)]


def _folded(written: str) -> str:
    return " ".join(written.split())
