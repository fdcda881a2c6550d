"""Ids of headings: from their own text, in their own script, the same when another heading is added. Pure.

Python-Markdown's own ids are ASCII only, so that Japanese headings become `_1`, `_2`, which move.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Wish:
    """The id that a heading would like to have, by the author's own word or by its text."""

    id: str
    explicit: bool = False


def make_id(text: str) -> str:
    """The id that a text asks for: letters, digits, "_" and "+" of any script, lower case, NFC; whatever stands between becomes one "-".

    It never begins with "_" and never holds ":", space, "%" or quotes. A text of signs only gives their code points.
    """
    folded = unicodedata.normalize("NFC", text.lower())
    kept = "".join(char if char.isalnum() or char in "_+" or _is_mark(char) else " " for char in folded)
    signs = (f"u{ord(char):x}" for char in text if not char.isspace())
    return "-".join(kept.split()).lstrip("_-") or "-".join(signs) or "section"


def _is_mark(char: str) -> bool:
    return unicodedata.category(char).startswith("M")


def assign_ids(wishes: Sequence[Wish], taken: Collection[str]) -> list[str]:
    """One id for each wish, none twice and none of the taken ones.

    Who asks first gets the id, explicit wishes before all others; the rest get "-2", "-3" and so on, never one that another one asks for.
    """
    used = set(taken)
    ids = [""] * len(wishes)
    for index in sorted(range(len(wishes)), key=lambda index: not wishes[index].explicit):
        if wishes[index].id not in used:
            ids[index] = wishes[index].id
            used.add(ids[index])
    counts: Counter[str] = Counter()
    return [given or _numbered(wish.id, counts, used) for given, wish in zip(ids, wishes, strict=True)]


def _numbered(base: str, counts: Counter[str], used: set[str]) -> str:
    while True:
        counts[base] += 1
        candidate = f"{base}-{counts[base] + 1}"
        if candidate not in used:
            used.add(candidate)
            return candidate
