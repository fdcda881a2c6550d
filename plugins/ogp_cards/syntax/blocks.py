"""Which lines of a block of Markdown are cards of their own. Pure.

A card line comes before the rules for tables, underlined headings and lazy continuation, so the block is looked at as a whole, before any
other processor sees it. What stands inside a list item, a definition or indented code is left for the level that it belongs to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .written import OPEN, Written, find_cards

_FIRST = re.compile(r" {4}| {0,3}(?:[*+-] |\d+[.)] |\[\^[^\]]*\]:|[!?]{3})")
"""A first line that opens a container: indented text, a list item, a footnote, an admonition."""
_LATER = re.compile(r" {0,3}(?::\s|\[\^[^\]]*\]:)")
"""What may open one on a later line: a definition, a footnote."""
_INSIDE = 2
"""From this indentation on, in spaces, a line below a list item belongs to it."""


@dataclass(frozen=True, slots=True)
class Split:
    """A block cut at its first card lines."""

    before: str
    cards: tuple[Written, ...]
    after: str


def card_of_line(line: str) -> Written | None:
    """The card that fills a line; None when there is none, more than it, or one that does not close."""
    text = line.strip()
    card = next(find_cards(text), None) if text.startswith(OPEN) else None
    return card if card and card.inside is not None and card.end == len(text) else None


def split_at_cards(block: str, *, everywhere: bool = False) -> Split | None:
    """The block cut at the first run of card lines of its own level; `everywhere`: whatever their indentation. None: there are none."""
    if OPEN not in block:
        return None
    lines = block.split("\n")
    inside = bool(_FIRST.match(lines[0])) and not everywhere
    comments = 0
    for start, line in enumerate(lines):
        inside = inside or (not everywhere and bool(_LATER.match(line)))
        left = comments > 0 or (inside and _indentation(line) >= _INSIDE)
        if not left and card_of_line(line):
            return _cut(lines, start)
        comments += line.count("<!--") - line.count("-->")
    return None


def _cut(lines: list[str], start: int) -> Split:
    end = start
    cards = []
    while end < len(lines) and (card := card_of_line(lines[end])):
        cards.append(card)
        end += 1
    return Split("\n".join(lines[:start]), tuple(cards), "\n".join(lines[end:]))


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
