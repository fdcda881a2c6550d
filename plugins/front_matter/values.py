"""Checks the value of each known key: a field in, the value to use out, or None. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .dates import parse_date
from .model import Field, Problem, Rules

STATUSES = ("published", "draft", "hidden", "skip")
_DECISIVE = {"title", "date", "slug", "lang", "status", "save_as", "url", "draft", "published"}
_LANGUAGE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*")
_SWITCHES = ("true", "false", "yes", "no", "on", "off")
_ONE_TEXT = "write one text"
_DATE_FORMS = "write it like 2025-01-31 or 2025-01-31 09:00"
_RANKS = "write true, false, or a rank from 1"
_LANGUAGES = "write one like ja, en or zh-tw"
_SLUGS = "allowed: all characters but '/', '\\' and invisible ones, and not just '.' or '..'"
_LONGEST_SLUG = 255
"""Bytes, of a file name, on every file system in use."""


@dataclass
class Notes:
    """Collects what is wrong."""

    rules: Rules
    problems: list[Problem] = field(default_factory=list)

    def warn(self, at: Field, text: str) -> None:
        """The value can be used."""
        self.problems.append(Problem(at.line, f"{at.key}: {text}"))

    def refuse(self, at: Field, text: str) -> None:
        """The value is of no use."""
        self.problems.append(Problem(at.line, f"{at.key}: {text}", fatal=at.key in _DECISIVE))


def _text(at: Field, notes: Notes, allowed: str = _ONE_TEXT) -> str | None:
    return _written(at, notes, allowed) or None


def _written(at: Field, notes: Notes, allowed: str = _ONE_TEXT) -> str | None:
    """The text, also one that is empty on purpose; None for a list or mapping."""
    if at.kind in ("list", "mapping"):
        notes.refuse(at, f"{shown(at)} is a {at.kind}; {allowed}")
        return None
    return at.text.strip()


def _slug(at: Field, notes: Notes) -> str | None:
    text = _text(at, notes)
    if text is None:
        return None
    if text in (".", "..") or re.search(r"[/\\]", text) or not text.isprintable():
        notes.refuse(at, f"{shown(at)} is no name for one page; {_SLUGS}")
        return None
    if len(text.encode()) > _LONGEST_SLUG:
        notes.refuse(at, f"{shown(at)} is longer than a file name can be; write at most {_LONGEST_SLUG} bytes")
        return None
    return text


def _file(at: Field, notes: Notes) -> str | None:
    text = _written(at, notes)
    if text and (text.startswith("/") or ".." in text.split("/")):
        notes.refuse(at, f"{shown(at)} leads out of the site; write a path like about/index.html")
        return None
    return text


def _date(at: Field, notes: Notes) -> str | None:
    text = _text(at, notes, _DATE_FORMS)
    if text and parse_date(text) is None:
        notes.refuse(at, f"{shown(at)} is no date; {_DATE_FORMS}")
        return None
    return text


def _day(at: Field, notes: Notes) -> object:
    text = _date(at, notes)
    when = parse_date(text) if text else None
    return when and when.date()


def _one_of(allowed: tuple[str, ...]) -> Callable[[Field, Notes], str | None]:
    said = f"allowed: {', '.join(allowed)}"

    def checker(at: Field, notes: Notes) -> str | None:
        text = _text(at, notes, said)
        if text is None or text.lower() in allowed:
            return text and text.lower()
        notes.refuse(at, f"{shown(at)} is not known; {said}")
        return None

    return checker


def _type(at: Field, notes: Notes) -> str | None:
    types = notes.rules.types
    allowed = f"allowed: {', '.join(types)}" if types else _ONE_TEXT
    text = _text(at, notes, allowed)
    if text and types and text not in types:
        notes.refuse(at, f"there is no type {shown(at)}; {allowed}")
        return None
    return text


def _lang(at: Field, notes: Notes) -> str | None:
    text = (_text(at, notes, _LANGUAGES) or "").lower()
    if text and not _LANGUAGE.fullmatch(text):
        notes.refuse(at, f"{shown(at)} is no language code; {_LANGUAGES}")
        return None
    return text or None


def _featured(at: Field, notes: Notes) -> object:
    text = (_text(at, notes, _RANKS) or "").lower()
    if at.kind == "yes or no" or text in _SWITCHES:
        return at.data
    if text.isascii() and text.isdigit() and int(text) >= 1:
        return at.data
    if text:
        notes.refuse(at, f"{shown(at)} is not known; {_RANKS}")
    return None


def _texts(at: Field, notes: Notes) -> list[str] | None:
    """A list of text, without repeats. One text is taken apart at its commas."""
    if at.kind == "mapping":
        notes.refuse(at, f"{shown(at)} is a mapping; write a list: [one, two]")
        return None
    if at.kind == "list":
        names = [_item(at, item, notes) for item in at.items]
    else:
        names = [name.strip() for name in re.split(r"[,、，;]", at.text)]
        notes.warn(at, f"{shown(at)} is no list; write [{', '.join(filter(None, names))}]")
    return list(dict.fromkeys(filter(None, names))) or None


def _item(at: Field, item: Field, notes: Notes) -> str:
    """The item as written, also if YAML takes it for something else: a tag `no` is never the tag `False`."""
    text = item.text.strip()
    if item.kind == "text" and text:
        return text
    here = Field(at.key, item.line, item.kind, None)
    if item.kind in ("list", "mapping"):
        notes.warn(
            here, f"the item {shown(item)} is a {item.kind}; write a text, in quotes if it holds ': ' or brackets"
        )
        return ""
    if text in ("", "~"):
        notes.warn(here, "an item is empty; take it out")
        return ""
    notes.warn(here, f"the item {text} means a {item.kind} in YAML; write '{text}' in quotes")
    return text


def _author(at: Field, notes: Notes) -> str | list[str] | None:
    return _texts(at, notes) if at.kind == "list" else _text(at, notes)


def _category(at: Field, notes: Notes) -> str | None:
    if at.kind != "list":
        return _text(at, notes)
    names = _texts(at, notes) or [""]
    notes.warn(at, f"{shown(at)} is a list; a post has one category, so write 'category: {names[0]}'")
    return names[0] or None


def _not_public(*values: str) -> Callable[[Field, Notes], object]:
    """For keys of other tools that keep a post back, which Pelican would publish."""

    def checker(at: Field, notes: Notes) -> object:
        if at.text.strip().lower() in values:
            notes.refuse(at, f"{shown(at)} does not keep a post back here; write 'status: draft'")
        return at.data

    return checker


def shown(at: Field) -> str:
    """The value as it stands in the file, shortened: text in quotes, a list or mapping in its brackets."""
    text = " ".join(at.text.split()) if at.kind in ("list", "mapping") else at.text.strip()
    text = text if len(text) <= 40 else text[:39] + "…"
    return text if at.kind in ("list", "mapping") else repr(text)


CHECKERS: dict[str, Callable[[Field, Notes], object]] = {
    **dict.fromkeys(("title", "template", "translation"), _text),
    **dict.fromkeys(("description", "summary", "image", "image_alt", "series"), _text),
    **dict.fromkeys(("date", "modified"), _date),
    **dict.fromkeys(("tags", "authors"), _texts),
    "author": _author,
    "category": _category,
    "draft": _not_public("true", "yes", "on", "1"),
    "featured": _featured,
    "featured_until": _day,
    "lang": _lang,
    "save_as": _file,
    "slug": _slug,
    "url": _written,
    "published": _not_public("false", "no", "off", "0"),
    "status": _one_of(STATUSES),
    "type": _type,
}
"""Key -> what makes its value."""
