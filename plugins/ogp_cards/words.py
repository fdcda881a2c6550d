"""The author's own words for a card: which fields there are, what may stand in them, and what a card says with them. Pure.

An entry of the store has words for a URL, a post has some for one place. Words that are a mistake are said by whoever reads them, and do
nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, replace

from .model import Entry, PageFields

FIELDS = tuple(field.name for field in fields(PageFields) if field.name != "oembed")
"""All that a card shows or uses."""
_FORMS = {
    "title": (re.compile(r".*\S.*", re.DOTALL), "some words; leave it out for the page's own"),
    "icon": (re.compile(r"(?!//|[a-z][a-z0-9+.-]+:).*", re.IGNORECASE), "the path of a file, as /images/icon.png"),
    "lang": (re.compile(r"([a-z]{2,8}(-[a-z0-9]{1,8})*)?", re.IGNORECASE), "a language, as ja or en-GB"),
    "published": (re.compile(r"(\d{4}-\d{2}-\d{2})?"), "a date, as 2025-01-31"),
}
_IN_A_LANGUAGE = ("title", "description", "site_name")


def mistake(name: str, text: object) -> str:
    """What is wrong with an author's word for the field `name`, and what is allowed; empty when nothing is."""
    if name not in FIELDS:
        return f'"{name}" is unknown; allowed are {", ".join(FIELDS)}'
    if not isinstance(text, str):
        return f"{name} is {json.dumps(text, ensure_ascii=False)}; it must be a text in quotes"
    form, allowed = _FORMS.get(name, (None, ""))
    return f'{name} is "{text}"; it must be {allowed}' if form and not form.fullmatch(text) else ""


def mistakes(entry: Entry) -> list[str]:
    """What does nothing in an entry's file although the author has written it, one sentence each."""
    words = (mistake(name, text) for name, text in entry.overrides.items())
    others = (f'"{name}" is no part of an entry; words of your own belong into "overrides"' for name in entry.others)
    return [*filter(None, words), *others]


def page_of(entry: Entry | None, here: Mapping[str, str] | None = None) -> PageFields:
    """What a card says: the author's words for this place, before those for the URL, before the page's own."""
    page = entry.card.page if entry and entry.card else PageFields(title="")
    for words in (own_words(entry), own_words(None, here)):
        if words:
            page = _with_words(page, words)
    return page


def own_words(entry: Entry | None, here: Mapping[str, str] | None = None) -> dict[str, str]:
    """The author's words for this place and for the URL, without mistakes."""
    words = {**(entry.overrides if entry else {}), **(here or {})}
    return {name: text for name, text in words.items() if isinstance(text, str) and not mistake(name, text)}


def _with_words(page: PageFields, words: dict[str, str]) -> PageFields:
    """The page with these words; what it says of its image and its language does not hold for the author's."""
    if "image" in words:
        words.setdefault("image_alt", "")
    if any(words.get(name, "") not in {"", getattr(page, name)} for name in _IN_A_LANGUAGE):
        words.setdefault("lang", "")
    return replace(page, **words)
