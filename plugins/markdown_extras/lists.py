"""Lists inside lists as CommonMark reads them: by where the text of the item above begins, where Python-Markdown wants four spaces. Pure.

Zenn, Hugo and Astro nest by two or three spaces; Python-Markdown makes such a list flat and says nothing. Only indentation
changes here, and a blank line comes where an item would end a paragraph. A text with steps of four is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_NEEDED = re.compile(r"^(?:[ >]*> ?)?(?: {4})* {2,3}\S", re.MULTILINE)
_ITEM = re.compile(r"(?:[*+-]|\d{1,9}[.)]) +(?=\S)")
_HOLDER = re.compile(r"(?::|\[\^[^\]]+\]:)\s")
"""A definition or a footnote: what belongs to it has four spaces everywhere."""
_QUOTE = re.compile(r" {0,3}> ?")
_VERBATIM = re.compile(r"<(pre|script|style|textarea|svg)\b", re.IGNORECASE)
_TAB = 4
_DEEPEST = 20
"""Quotes inside each other that are looked into."""


def fit_lists(lines: Sequence[str], depth: int = 0) -> list[str]:
    """The lines, with those in lists indented by four spaces a level. `depth`: in how many quotes they stand."""
    text = "\n".join(lines)
    if depth == _DEEPEST or "  " not in text or not _NEEDED.search(text):
        return list(lines)
    walk = _Walk()
    at = 0
    while at < len(lines):
        end = walk.end_of_quote(lines, at)
        if end > at:
            marks = [line[: match.end()] for line in lines[at:end] if (match := _QUOTE.match(line))]
            inner = fit_lists([line[len(mark) :] for mark, line in zip(marks, lines[at:end], strict=True)], depth + 1)
            walk.out += [mark + line for mark, line in zip(marks, inner, strict=True)]
        else:
            walk.step(lines[at])
        at = max(end, at + 1)
    return walk.out


@dataclass(slots=True)
class _Walk:
    """The lines that are done, and what is open."""

    out: list[str] = field(default_factory=list)
    holders: list[tuple[int, int]] = field(default_factory=list)
    """Of each open item, from the outside: the least indentation of what is inside it, and where its own text begins."""
    after_blank: bool = True
    code: int | None = None
    """Where the text of the code begins that the line stands in."""
    in_paragraph: bool = False
    """Whether the line is below one of a paragraph that is not the first of its item."""
    closing: str = ""
    """What ends the raw HTML that the line stands in."""

    def end_of_quote(self, lines: Sequence[str], start: int) -> int:
        """The line below a quote that begins here and in no item, or else this line."""
        end = start
        match = None if self.closing else _QUOTE.match(lines[start])
        if match and not (self.holders and match[0].index(">") >= self.holders[0][0]):
            self.holders = []
            while end < len(lines) and _QUOTE.match(lines[end]):
                end += 1
        return end

    def step(self, line: str) -> None:
        """Take one more line."""
        text = line.lstrip(" ")
        indent = len(line) - len(text)
        if text and not self._is_verbatim(text):
            indent = self._fit(text, indent)
        self.after_blank = not text
        self.out.append(" " * indent + text)

    def _is_verbatim(self, text: str) -> bool:
        if not self.closing:
            opening = _VERBATIM.match(text)
            self.closing = f"</{opening[1].lower()}" if opening else ""
        if not self.closing:
            return False
        self.holders = []
        if self.closing in text.lower():
            self.closing = ""
        return True

    def _fit(self, text: str, indent: int) -> int:
        """The indentation that a line gets."""
        item = _ITEM.match(text)
        if item or self.after_blank:
            while self.holders and indent < self.holders[-1][0]:
                self.holders.pop()
        depth, begin = len(self.holders), self.holders[-1][1] if self.holders else 0
        if indent >= begin + _TAB and (self.after_blank or self.code is not None):
            self.code = self.code or max(begin, _TAB * depth) + _TAB
            return _TAB * depth + _TAB + max(0, indent - self.code)
        self.code = None
        if item:
            if self.in_paragraph and self.holders and not self.after_blank:
                self.out.append("")
            self.holders.append((indent + 2, indent + item.end()))
        elif _HOLDER.match(text) and not depth:
            self.holders.append((indent + _TAB, indent + _TAB))
        self.in_paragraph = not item and (self.after_blank or self.in_paragraph)
        return _TAB * depth if item or (depth and indent) else indent
