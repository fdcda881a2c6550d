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
    """What a heading would be called: by its text, or by the author's explicit id."""

    text: str
    explicit: str = ""


def make_id(text: str) -> str:
    """The id that a text asks for: letters, digits, "_" and "+" of any script, lower case, NFC; whatever stands between becomes one "-".

    It never begins with "_" and never holds ":", space, "%" or quotes. A text of signs only gives their code points.
    """
    folded = unicodedata.normalize("NFC", text.lower())
    kept = "".join(char if char in "_+" or unicodedata.category(char)[0] in "LMN" else " " for char in folded)
    return "-".join(kept.split()).lstrip("_-") or "-".join(f"u{ord(char):x}" for char in text if not char.isspace())


def assign_ids(wishes: Sequence[Wish], taken: Collection[str]) -> list[str]:
    """One id for each wish, none twice and none of the taken ones.

    Who asks first gets the id, explicit wishes before all others; the rest get "-2", "-3" and so on, never one that another text asks for.
    """
    wanted = [wish.explicit or make_id(wish.text) for wish in wishes]
    used = set(taken)
    ids = [""] * len(wishes)
    for order in (True, False):
        for index, wish in enumerate(wishes):
            if bool(wish.explicit) is order and wanted[index] not in used:
                ids[index] = wanted[index]
                used.add(ids[index])
    counts: Counter[str] = Counter()
    for index, base in enumerate(wanted):
        ids[index] = ids[index] or _numbered(base, counts, used)
    return ids


def _numbered(base: str, counts: Counter[str], used: set[str]) -> str:
    while True:
        counts[base] += 1
        candidate = f"{base}-{counts[base] + 1}"
        if candidate not in used:
            used.add(candidate)
            return candidate
