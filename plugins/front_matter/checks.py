"""Decides what is wrong with a header, and what of it can be used. Pure.

A value that can't be used is left out and named. The post goes with it only when the key decides whether and where the
post is published: better no page than one under a wrong address, with a wrong date, or public while it was to be a draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .model import Field, Problem, Rules
from .spelling import nearest
from .values import CHECKERS, Notes, shown

KNOWN_KEYS = frozenset(CHECKERS)
_OTHER_NAMES = {
    "categories": "category",
    "excerpt": "summary",
    "keywords": "tags",
    "lastmod": "modified",
    "topics": "tags",
    "updated": "modified",
}
"""What other tools call the same thing."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a header: values by key, and what was wrong, in the order of the lines."""

    values: dict[str, object]
    problems: tuple[Problem, ...]


def check(fields: Iterable[Field], rules: Rules) -> Checked:
    """The values to use. Text has been trimmed, tags and authors are lists of text, `featured_until` is a date."""
    notes = Notes(rules)
    values = {}
    for at in _without_repeats(fields, notes):
        value = _value(at, notes)
        if value is not None:
            values[at.key] = value
    return Checked(values, tuple(notes.problems))


def find_missing(
    fields: Iterable[Field], given: Mapping[str, object], needed: Iterable[str], line: int
) -> list[Problem]:
    """One problem for each needed key without a value, where the key stands, or at `line` when it is not there at all.

    A key whose value was refused has had its problem, so it counts as given.
    """
    lines = {at.key: at.line for at in fields if at.kind == "nothing" or (at.kind == "text" and not at.text.strip())}
    refused = {at.key for at in fields} - lines.keys()
    absent = [key for key in needed if key not in given and key not in refused]
    return [Problem(lines.get(key, line), f"{key}: a post needs one; write '{key}: …'", fatal=True) for key in absent]


def _without_repeats(fields: Iterable[Field], notes: Notes) -> Iterable[Field]:
    first: dict[str, Field] = {}
    for at in fields:
        if at.key in first:
            other = first[at.key]
            notes.refuse(at, f"given twice, {shown(other)} in line {other.line} and {shown(at)} here; keep one of them")
        else:
            first[at.key] = at
    return first.values()


def _value(at: Field, notes: Notes) -> object:
    if at.key in notes.rules.reserved:
        notes.refuse(at, f"{shown(at)} has a key that Pelican uses itself; choose another one")
        return None
    checker = CHECKERS.get(at.key)
    if checker is None:
        return _custom(at, notes)
    if at.kind == "nothing" and at.key not in ("title", "date"):  # of those two it is said whether they are needed
        notes.warn(at, "nothing is written; write a value or take the line out")
    return None if at.kind == "nothing" else checker(at, notes)


def _custom(at: Field, notes: Notes) -> object:
    """Any other key is the site's own affair, unless it looks like a slip."""
    if at.key not in notes.rules.keys:
        meant = _OTHER_NAMES.get(at.key) or nearest(at.key, CHECKERS.keys() | notes.rules.keys)
        if meant:
            asked = f"did you mean {meant}? If not, name {at.key!r} in FRONT_MATTER_KEYS"
            notes.warn(at, f"{shown(at)} has a key that is not known; {asked}")
    return at.data
