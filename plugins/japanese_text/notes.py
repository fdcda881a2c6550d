"""What is found out about a post while it is converted, so that it need not be found out in every build. Pure.

It travels as a comment at the end of the HTML, since a converted post may be kept.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from .reading_time import Amount

_BEGIN = "<!--japanese_text:"
_NOTE = re.compile(rf"\n?{_BEGIN}(\d+) (\d+) (\d+) ([\d,]*) ([^>]*)-->")


@dataclass(frozen=True, slots=True)
class Note:
    """How much there is to read, and where which title may break."""

    amount: Amount
    title: str
    breaks: tuple[int, ...]


def write_note(note: Note) -> str:
    """A comment that holds the note."""
    amount, breaks = note.amount, ",".join(map(str, note.breaks))
    title = html.escape(note.title).replace("-", "&#45;")
    return f"\n{_BEGIN}{amount.characters} {amount.words} {amount.code_lines} {breaks} {title}-->"


def take_note(text: str) -> tuple[str, Note | None]:
    """The HTML without its note, and the note."""
    begin = text.rfind(_BEGIN)
    found = _NOTE.match(text, begin - 1 if text[begin - 1 : begin] == "\n" else begin) if begin >= 0 else None
    if found is None:
        return text, None
    characters, words, lines, breaks, title = found.groups()
    amount = Amount(int(characters), int(words), int(lines))
    note = Note(amount, html.unescape(title), tuple(map(int, filter(None, breaks.split(",")))))
    return text[: found.start()] + text[found.end() :], note
