"""The phrases of walls.txt, which says how they are written."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

_CHOICE = re.compile(r"\(([^()]*)\)")
_NO_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Those of one section, as `words` makes them, each with its mark."""

    marks: Mapping[str, str]
    longest: int

    def begin(self, text: str) -> str:
        """The longest phrase with which `text` begins, or ""."""
        starts = (text[:length] for length in range(min(self.longest, len(text)), 0, -1))
        return next((start for start in starts if start in self.marks), "")


def words(text: str) -> str:
    """Letters and digits only, so that neither case, width, spaces nor punctuation count."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1)
def walls() -> Mapping[str, Phrases]:
    """Section -> its phrases. Read when a page is, so that a build which fetches nothing does not wait for it."""
    return read_walls(Path(__file__).with_name("walls.txt").read_text(encoding="utf-8"))


def read_walls(text: str) -> Mapping[str, Phrases]:
    """The sections of a text that is written as walls.txt is."""
    sections: dict[str, dict[str, str]] = defaultdict(dict)
    section = ""
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("["):
            section = line.strip("[]")
        elif not line.startswith("#"):
            for phrase in _spelled_out(line):
                sections[section].setdefault(phrase, line[0] if line[0] in "+?" else "")
    return {name: Phrases(marks, max(map(len, marks))) for name, marks in sections.items()}


def _spelled_out(line: str) -> Iterator[str]:
    """All that a line with `(a|b|)` stands for."""
    parts = [part.split("|") if at % 2 else [part] for at, part in enumerate(_CHOICE.split(line))]
    choices = ([words(choice) for choice in part] for part in parts)
    return filter(None, map("".join, product(*choices)))
