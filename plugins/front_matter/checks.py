"""Decides what is wrong with a header, and what of it can be used. Pure.

A value that can't be used is left out and named. The post goes with it only when the key decides whether and where the
post is published: better no page than one under a wrong address, with a wrong date, or public while it was to be a draft.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .dates import parse_date
from .model import Field, Problem
from .spelling import nearest

STATUSES = ("published", "draft", "hidden", "skip")
_DECISIVE = {"title", "date", "slug", "lang", "status", "save_as", "url", "draft", "published"}
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*")
_SWITCHES = ("true", "false", "yes", "no", "on", "off")
_DATE_FORMS = "write it like 2025-01-31 or 2025-01-31 09:00"
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
class Rules:
    """What a site allows beyond Pelican's own keys."""

    types: tuple[str, ...] = ()
    """Values of `type`; empty for any."""
    keys: frozenset[str] = frozenset()
    """Keys that are the site's own, and right as they are."""
    reserved: frozenset[str] = frozenset()
    """Keys that would overwrite what Pelican keeps on a post."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What is left of a header: values by key, and what was wrong, in the order of the lines."""

    values: dict[str, object]
    problems: tuple[Problem, ...]


@dataclass
class _Notes:
    rules: Rules
    problems: list[Problem] = field(default_factory=list)

    def warn(self, at: Field, text: str) -> None:
        self.problems.append(Problem(at.line, f"{at.key}: {text}"))

    def refuse(self, at: Field, text: str) -> None:
        """The value is of no use."""
        self.problems.append(Problem(at.line, f"{at.key}: {text}", fatal=at.key in _DECISIVE))


def check(fields: Iterable[Field], rules: Rules) -> Checked:
    """The values to use. Text has been trimmed, tags and authors are lists of text, `featured_until` is a date."""
    notes = _Notes(rules)
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


def _without_repeats(fields: Iterable[Field], notes: _Notes) -> Iterable[Field]:
    first: dict[str, Field] = {}
    for at in fields:
        if at.key in first:
            notes.refuse(at, f"given twice, first in line {first[at.key].line}; keep one of them")
        else:
            first[at.key] = at
    return first.values()


def _value(at: Field, notes: _Notes) -> object:
    if at.key in notes.rules.reserved:
        notes.refuse(at, "Pelican uses this name itself; choose another key")
        return None
    checker = _CHECKERS.get(at.key)
    if checker is None:
        return _custom(at, notes)
    if at.kind == "nothing" and at.key not in ("title", "date"):  # of those two it is said whether they are needed
        notes.warn(at, "nothing is written; write a value or take the line out")
    return None if at.kind == "nothing" else checker(at, notes)


def _custom(at: Field, notes: _Notes) -> object:
    """Any other key is the site's own affair, unless it looks like a slip."""
    if at.key not in notes.rules.keys:
        meant = _OTHER_NAMES.get(at.key) or nearest(at.key, _CHECKERS.keys() | notes.rules.keys)
        if meant:
            notes.warn(at, f"did you mean {meant}? If not, name {at.key!r} in FRONT_MATTER_KEYS")
    return at.data


def _text(at: Field, notes: _Notes) -> str | None:
    if at.kind in ("list", "mapping"):
        notes.refuse(at, f"is a {at.kind}; write one text")
    return at.text.strip() or None


def _date(at: Field, notes: _Notes) -> str | None:
    text = _text(at, notes)
    if text and parse_date(text) is None:
        notes.refuse(at, f"{_shown(text)} is no date; {_DATE_FORMS}")
        return None
    return text


def _day(at: Field, notes: _Notes) -> object:
    text = _date(at, notes)
    when = parse_date(text) if text else None
    return when and when.date()


def _one_of(allowed: tuple[str, ...]) -> Callable[[Field, _Notes], str | None]:
    def checker(at: Field, notes: _Notes) -> str | None:
        text = _text(at, notes)
        if text is None or text.lower() in allowed:
            return text and text.lower()
        notes.refuse(at, f"{_shown(text)} is not known; allowed: {', '.join(allowed)}")
        return None

    return checker


def _type(at: Field, notes: _Notes) -> str | None:
    text = _text(at, notes)
    types = notes.rules.types
    if text and types and text not in types:
        notes.refuse(at, f"there is no type {_shown(text)}; allowed: {', '.join(types)}")
        return None
    return text


def _lang(at: Field, notes: _Notes) -> str | None:
    text = (_text(at, notes) or "").lower()
    if text and not _LANGUAGE.fullmatch(text):
        notes.refuse(at, f"{_shown(text)} is no language code; write one like ja, en or zh-tw")
        return None
    return text or None


def _featured(at: Field, notes: _Notes) -> object:
    text = (_text(at, notes) or "").lower()
    if at.kind == "yes or no" or text in _SWITCHES:
        return at.data
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return at.data
    if text:
        notes.refuse(at, f"{_shown(text)} is not known; write true, false, or a rank from 1")
    return None


def _texts(at: Field, notes: _Notes) -> list[str] | None:
    """A list of text, without repeats. One text is taken apart at its commas."""
    if at.kind == "mapping":
        notes.refuse(at, "is a mapping; write a list: [one, two]")
        return None
    if at.kind == "list":
        names = [_item(at, item, notes) for item in at.items]
    else:
        names = [name.strip() for name in re.split(r"[,、，;]", at.text)]
        notes.warn(at, f"{_shown(at.text)} is no list; write [{', '.join(filter(None, names))}]")
    return list(dict.fromkeys(filter(None, names))) or None


def _item(at: Field, item: Field, notes: _Notes) -> str:
    """The item as written, also if YAML takes it for something else: a tag `no` is never the tag `False`."""
    text = item.text.strip()
    if item.kind == "text" and text:
        return text
    here = Field(at.key, item.line, item.kind, None)
    if item.kind in ("list", "mapping"):
        notes.warn(here, f"an item is a {item.kind}; write a text, in quotes if it holds ': ' or brackets")
    elif text in ("", "~"):
        notes.warn(here, "an item is empty; take it out")
        return ""
    else:
        notes.warn(here, f"the item {text} means a {item.kind} in YAML; write '{text}' in quotes")
    return text


def _author(at: Field, notes: _Notes) -> str | list[str] | None:
    return _texts(at, notes) if at.kind == "list" else _text(at, notes)


def _category(at: Field, notes: _Notes) -> str | None:
    if at.kind != "list":
        return _text(at, notes)
    names = _texts(at, notes) or [""]
    notes.warn(at, f"is a list; a post has one category, so write 'category: {names[0]}'")
    return names[0] or None


def _not_public(*values: str) -> Callable[[Field, _Notes], object]:
    """For keys of other tools that keep a post back, which Pelican would publish."""

    def checker(at: Field, notes: _Notes) -> object:
        if at.text.strip().lower() in values:
            notes.refuse(at, f"{at.text} does not keep a post back here; write 'status: draft'")
        return at.data

    return checker


def _shown(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")


_CHECKERS: dict[str, Callable[[Field, _Notes], object]] = {
    **dict.fromkeys(("title", "slug", "save_as", "url", "template", "translation"), _text),
    **dict.fromkeys(("description", "summary", "image", "image_alt", "series"), _text),
    **dict.fromkeys(("date", "modified"), _date),
    **dict.fromkeys(("tags", "authors"), _texts),
    "author": _author,
    "category": _category,
    "draft": _not_public("true", "yes", "on", "1"),
    "featured": _featured,
    "featured_until": _day,
    "lang": _lang,
    "published": _not_public("false", "no", "off", "0"),
    "status": _one_of(STATUSES),
    "type": _type,
}
KNOWN_KEYS = frozenset(_CHECKERS)
