"""BudouX's judgement of where a phrase begins, with its model as a tree of characters. Pure.

BudouX looks in 13 tables for each character of a text, and in most finds nothing. They hold what one character, two or three in a row
say for or against a break some places off. The tree holds the same, and ends a look-up at the first character that leads nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

_TABLES = (
    *(("UW1", 3), ("UW2", 2), ("UW3", 1), ("UW4", 0), ("UW5", -1), ("UW6", -2)),
    *(("BW1", 2), ("BW2", 1), ("BW3", 0), ("TW1", 3), ("TW2", 2), ("TW3", 1), ("TW4", 0)),
)
"""Table -> how many characters behind the first of those that it knows the break is."""
_LEAST, _MOST = -2, 3
_END = "\0\0"
"""Characters that no model knows, so that the last ones need no care."""


_Tree = dict[str, tuple[list[tuple[int, int]], Any]]
"""Character -> what is said when a text goes on with it, as pairs of place and score, and the tree of what may come next."""


class Chunker:
    """Parts texts as `budoux.Parser` does that has the same model."""

    def __init__(self, model: Mapping[str, Mapping[str, int]]) -> None:
        self._tree: _Tree = {}
        for table, place in _TABLES:
            for characters, score in model.get(table, {}).items():
                self._scores_of(characters).append((place - _LEAST, score))
        self._needed = sum(sum(scores.values()) for scores in model.values()) / 2

    def parse(self, text: str) -> list[str]:
        """The phrases of a text."""
        scores, needed = self._add_up(text), self._needed
        starts = [place for place, score in enumerate(scores) if score > needed and place]
        return [text[start:end] for start, end in pairwise((0, *starts, len(text)))] if text else []

    def _add_up(self, text: str) -> list[int]:
        """What speaks for a break before each character."""
        scores = [0] * (len(text) + _MOST - _LEAST)
        characters, tree = text + _END, self._tree
        for place, char in enumerate(text):
            here, step = tree.get(char), place
            while here:
                said, following = here
                for off, score in said:
                    scores[place + off] += score
                step += 1
                here = following.get(characters[step])
        return scores[-_LEAST:-_MOST]

    def _scores_of(self, characters: str) -> list[tuple[int, int]]:
        tree = self._tree
        for char in characters:
            scores, tree = tree.setdefault(char, ([], {}))
        return scores
