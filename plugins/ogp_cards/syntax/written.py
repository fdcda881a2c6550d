"""Finding `[[ogp:…]]` in a text and reading what is inside. Pure; knows nothing of Markdown but its backslash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..errors import BadLink
from ..links import Link, parse_link
from ..words import FIELDS, mistake

OPEN = "[[ogp:"
_CLOSE = "]]"
_KEY = re.compile(r"\s*([\w-]+)\s*=\s*")
_NEXT_KEY = re.compile(rf"\s+(?=(?:{'|'.join(FIELDS)})\s*=)")
_BEHIND = re.compile(r"\s*\|?")
_QUOTED = re.compile(r'"((?:\\.|[^"\\\n])*)"')


@dataclass(frozen=True, slots=True)
class Written:
    """A card as it stands from `start` to `end` of a text."""

    start: int
    end: int
    text: str
    inside: str | None
    """What stands between the brackets, None when they do not close."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A link that a post makes, and the author's words for this place."""

    link: Link
    overrides: dict[str, str] = field(default_factory=dict)


def find_cards(text: str) -> Iterator[Written]:
    """Every card in `text`, left to right; none reaches over the end of its line."""
    position = text.find(OPEN)
    while position >= 0:
        card = card_at(text, position)
        yield card
        position = text.find(OPEN, card.end)


def card_at(text: str, start: int) -> Written:
    """The card that opens at `start`."""
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    close = _closing(line)
    whole, inside = (line.rstrip(), None) if close < 0 else (line[: close + len(_CLOSE)], line[len(OPEN) : close])
    return Written(start, start + len(whole), whole, inside)


def read_card(card: Written) -> Citation:
    """The link and the overrides that stand between the brackets. BadLink says what is wrong."""
    if card.inside is None:
        raise BadLink("its ]] is missing; close the card on the line that it starts on")
    url, bar, rest = card.inside.replace("\\|", "|").partition("|")
    return Citation(parse_link(url), _read_overrides(rest) if bar else {})


def _closing(line: str) -> int:
    """Where the `]]` of a card stands that starts with the line: the first one outside the quotes behind a `|`; -1 for none."""
    bar = line.find("|")
    first = line.find(_CLOSE)
    if first < 0 or bar < 0 or first < bar:
        return first
    position = bar
    while True:
        close, quote = line.find(_CLOSE, position), line.find('"', position)
        if close < 0 or quote < 0 or close < quote:
            return close if close >= 0 else first
        quoted = _QUOTED.match(line, quote)
        position = quoted.end() if quoted else quote + 1


def _read_overrides(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    position = 0
    while match := _KEY.match(text, position):
        name = match[1]
        value, position = _read_value(text, match.end())
        if wrong := mistake(name, value):
            raise BadLink(wrong)
        if name in found:
            raise BadLink(f'"{name}=" is given twice; keep one')
        found[name] = value
    if text[position:].strip(" |") or not found:
        raise BadLink(
            f'behind the | stands "{text[position:].strip()}"; write title="…" or another field (%7C for a | in the URL)'
        )
    return found


def _read_value(text: str, start: int) -> tuple[str, int]:
    """A value and where the next key may begin."""
    if quoted := _QUOTED.match(text, start):
        behind = _BEHIND.match(text, quoted.end())
        return re.sub(r"\\(.)", r"\1", quoted[1]).strip(), behind.end() if behind else quoted.end()
    if text.startswith('"', start):
        raise BadLink('a " opens a value and none closes it; write \\" for one inside')
    end = text.find("|", start)
    plain = text[start : end if end >= 0 else len(text)]
    if following := _NEXT_KEY.search(plain):
        return plain[: following.start()].strip(), start + following.end()
    return plain.strip(), start + len(plain) + 1
