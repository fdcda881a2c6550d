"""The quick way: a post's text changed, or what pages only print of its metadata; every list stays as it is.

The post is read alone, twice: as it was and as it is. What the two readings differ in is what its file decides. Each such value is put into
the site's own post when the site holds just what the first reading gave; where it does not, the value depends on more than
the file, and more has to be made anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import PurePath
from types import MethodType
from typing import Any

from pelican.contents import Content
from pelican.urlwrappers import URLWrapper

from .alone import NotQuickError, Reading

PRINTED = frozenset({"title", "description", "summary"})
"""Metadata that pages print and that decides nothing, unless the site sorts by it."""
SORTED_BY = ("ARTICLE_ORDER_BY", "ARTICLE_TRANSLATION_ID", "PAGE_ORDER_BY", "PAGE_TRANSLATION_ID")
LOCAL_LINK = re.compile(r'(?:src|href)="(?!https?:|#|mailto:)([^"]*)"')


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> set[str]:
    """The names of the metadata that differ; a tag, category or author that is written in another way is another one."""
    return {name for name in old.keys() | new.keys() if _spelled(old.get(name)) != _spelled(new.get(name))}


def _spelled(value: Any) -> Any:
    if isinstance(value, list):
        return [*map(_spelled, value)]
    return (type(value), value.name) if isinstance(value, URLWrapper) else value


def only_printed(names: Iterable[str], settings: Mapping[str, Any]) -> bool:
    """Whether metadata of these names decides about no list and no address of such a site."""
    names, sorters = set(names), [settings[key] for key in SORTED_BY]
    if not names or any(map(callable, sorters)):
        return not names
    words = {word for each in sorters for word in ([each] if isinstance(each, str) else each or ())}
    return names <= PRINTED and names.isdisjoint(word.removeprefix("reversed-") for word in words)


def new_values(current: Content, before: Reading, after: Reading) -> dict[str, Any]:
    """The attributes of `current` that its new file changes, its tags left aside. Raises NotQuickError."""
    if set(LOCAL_LINK.findall(before.raw[0])) != set(LOCAL_LINK.findall(after.raw[0])):
        raise NotQuickError("links to files")
    old, new, held = vars(before.content), vars(after.content), vars(current)
    changed = {}
    own = Own(after.content, current)
    for name in (old.keys() | new.keys()) - {"tags"}:
        if name not in new:
            raise NotQuickError(f"{name} is gone")
        if _belongs_to(before.content, old.get(name)) or _belongs_to(after.content, new.get(name)):
            changed[name] = own.given(new.get(name))
            continue
        if not (is_plain(old.get(name)) and is_plain(new.get(name))) or old.get(name) == new.get(name):
            continue
        if held.get(name) != old.get(name):
            raise NotQuickError(name)
        changed[name] = new.get(name)
    return changed


def _belongs_to(content: Content, value: Any) -> bool:
    """Whether a plugin made this for just this text: a method, or an object that points back to the post."""
    return callable(value) or _points_to(content, value)


def _points_to(content: Content, value: Any) -> bool:
    return any(held is content for held in getattr(value, "__dict__", {}).values())


class Own:
    """What plugins made for the text of `copy`, a post read alone, given to the site's own `post`, which has the site's files and links."""

    def __init__(self, copy: Content, post: Content) -> None:
        self._post = post
        self._copy = copy
        self._twins: dict[int, Any] = {}

    def given(self, value: Any) -> Any:
        """A value of the copy for the post: what points to the one points to the other. Raises NotQuickError for a function."""
        if isinstance(value, MethodType):
            return MethodType(value.__func__, self.given(value.__self__))
        if value is self._copy:
            return self._post
        if callable(value):
            raise NotQuickError(f"{value!r} may know the copy")
        if not _points_to(self._copy, value):
            return value
        if id(value) not in self._twins:
            twin = self._twins[id(value)] = object.__new__(type(value))
            vars(twin).update({name: self._post if held is self._copy else held for name, held in vars(value).items()})
        return self._twins[id(value)]


def is_plain(value: Any) -> bool:
    """Whether a value is text, numbers, dates, or frozen things made of them: what a post's own text can decide."""
    if value is None or isinstance(value, (str, int, float, date, PurePath)):
        return True
    if isinstance(value, (tuple, frozenset)):
        return all(map(is_plain, value))
    if is_dataclass(value):
        return all(is_plain(getattr(value, field.name)) for field in fields(value))
    return False
