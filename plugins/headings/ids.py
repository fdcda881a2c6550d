"""Ids of headings: from their own text, in their own script, the same when another heading is added. Pure.

Python-Markdown's own ids are ASCII only, so that Japanese headings become `_1`, `_2`, which move.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

_KEPT = re.compile(r"[\w+]")


@dataclass(frozen=True, slots=True)
class Wish:
    """The id that a heading would like to have, by the author's own word or by its text."""

    id: str
    explicit: bool = False
    above: tuple[str, ...] = ()
    """The wishes of the headings that it stands below, the nearest first."""
    nested: bool = False
    """Whether it stands in a callout or a list, and gives way to those outside."""


def make_id(text: str) -> str:
    """The id that a text asks for: letters, digits, "_" and "+" of any script, lower case, NFC; whatever stands between becomes one "-".

    It never begins with "_" and never holds ":", space, "%" or quotes. A text of signs only gives their code points.
    """
    folded = unicodedata.normalize("NFC", text.lower())
    kept = "-".join(folded.translate(_signs()).split()).lstrip("_-")
    return kept or "-".join(f"u{ord(char):x}" for char in text if not char.isspace()) or "section"


class _Signs(dict[int, str]):
    """Code point -> the character where an id keeps it, or a space: a table for `str.translate`."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = _KEPT.match(char) or unicodedata.category(char).startswith("M")
        self[code] = sign = char if kept else " "
        return sign


@cache
def _signs() -> _Signs:
    return _Signs()


def assign_ids(wishes: Sequence[Wish], taken: Collection[str]) -> list[str]:
    """One id for each wish, none twice and none of the taken ones.

    Those that wish for the same get the wishes of the headings above them in front, all of them alike, so that no order decides. Only where
    that does not tell them apart, or the id is taken, the later one gets "-2", "-3" and so on; explicit wishes come before all others.
    """
    names = _told_apart(wishes)
    used = set(taken)
    ids = [""] * len(wishes)
    for index in sorted(
        range(len(wishes)),
        key=lambda index: (not wishes[index].explicit, wishes[index].nested, names[index] != wishes[index].id),
    ):
        if names[index] not in used:
            ids[index] = names[index]
            used.add(ids[index])
    counts: Counter[str] = Counter()
    return [given or _numbered(name, counts, used) for given, name in zip(ids, names, strict=True)]


def _told_apart(wishes: Sequence[Wish]) -> list[str]:
    """The wishes, with as much of what stands above in front as it takes."""
    names = [wish.id for wish in wishes]
    ways = [iter(() if wish.explicit else wish.above) for wish in wishes]
    moved = True
    while moved:
        moved = False
        everywhere = Counter(names)
        outside = Counter(name for name, wish in zip(names, wishes, strict=True) if not wish.nested)
        for index, (name, wish) in enumerate(zip(tuple(names), wishes, strict=True)):
            if (everywhere if wish.nested else outside)[name] > 1 and (front := next(ways[index], None)):
                names[index] = f"{front}-{name}"
                moved = True
    return names


def _numbered(base: str, counts: Counter[str], used: set[str]) -> str:
    while True:
        counts[base] += 1
        candidate = f"{base}-{counts[base] + 1}"
        if candidate not in used:
            used.add(candidate)
            return candidate
