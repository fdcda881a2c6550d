"""Text of a page -> what its tags say of it, without a tree.

libxml2's parser hands over each tag as it comes and only the few that matter are kept. A tree, with or without BeautifulSoup on top,
costs up to ten times as much for a page of 300 kB, and a tag of 100,000 attributes takes libxml2 many seconds when it builds one. The
text goes in by pieces, so that a page which nests beyond reason is left before its depth costs anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from lxml import etree

MAX_TAGS = 2000
MAX_DEPTH = 512
_PIECE = 16_384
_NO_PROSE = frozenset({"a", "button", "noscript", "script", "select", "style", "svg", "template", "textarea", "title"})


@dataclass(frozen=True, slots=True)
class Meta:
    """A meta element under one of its names (`property` or `name`, in lower case)."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link element; all but `href` in lower case."""

    rel: frozenset[str]
    href: str
    type: str
    sizes: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself as written: not cleaned, not resolved, in its order."""

    title: str = ""
    lang: str = ""
    base: str = ""
    metas: tuple[Meta, ...] = ()
    links: tuple[Link, ...] = ()
    json_ld: tuple[str, ...] = ()
    asks_password: bool = False
    """Whether there is a field for a password anywhere."""
    prose: int = 0
    """Characters of text that a reader sees and that is no link."""

    def contents(self, *names: str) -> tuple[str, ...]:
        """Contents of the metas of these names, all of the first name before those of the next."""
        return tuple(meta.content for name in names for meta in self.metas if meta.name == name)


def read_head(text: str) -> Head:
    """Everything of note in a page, wherever it stands (one `<div>` too early ends a head), as far as it can be read."""
    collector = _Collector()
    parser = etree.HTMLParser(target=collector, encoding="utf-8", no_network=True)
    data = text.encode("utf-8", "replace")
    with suppress(_Enough, etree.LxmlError):
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
        parser.close()
    return _assemble(collector)


@dataclass(frozen=True, slots=True)
class _Tag:
    name: str
    attributes: Mapping[str, str]

    def get(self, *names: str) -> str:
        return next(filter(None, (self.attributes.get(name) for name in names)), "")


class _Enough(Exception):
    """Stops the parser."""


class _Collector:
    """The target of lxml's parser, which calls `start`, `data`, `end` and `close`."""

    def __init__(self) -> None:
        self.tags: list[_Tag] = []
        self.texts: dict[str, list[str]] = {"title": [], "script": []}
        self._depth = 0
        self.prose = 0
        self._svg = 0
        self._templates = 0
        self._mute = 0
        self._pieces: list[str] | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH or len(self.tags) > MAX_TAGS:
            raise _Enough
        if name in _NO_PROSE:
            self._mute += 1
            self._templates += name == "template"
        if self._templates:  # no part of the page until a script copies it
            return
        if name in ("meta", "link", "base", "html") or (name == "input" and attributes.get("type") == "password"):
            self.tags.append(_Tag(name, dict(attributes)))
        elif name == "svg":
            self._svg += 1  # an icon's title is not the page's
        elif (name == "title" and not self._svg) or (name == "script" and _is_json_ld(attributes)):
            self._pieces = []

    def data(self, text: str) -> None:
        if self._pieces is not None:
            self._pieces.append(text)
        elif not self._mute:
            self.prose += len(text.strip())

    def end(self, name: str) -> None:
        self._depth -= 1
        if name in _NO_PROSE:
            self._mute -= 1
        if self._templates:
            self._templates -= name == "template"
        elif name == "svg":
            self._svg -= 1
        elif self._pieces is not None and name in self.texts:
            self.texts[name].append("".join(self._pieces))
            self._pieces = None

    def close(self) -> None:
        pass


def _is_json_ld(attributes: Mapping[str, str]) -> bool:
    return "application/ld+json" in attributes.get("type", "").lower()


def _assemble(collector: _Collector) -> Head:
    def first(name: str, *attributes: str) -> str:
        return next(filter(None, (tag.get(*attributes) for tag in collector.tags if tag.name == name)), "")

    return Head(
        title=next(filter(str.strip, collector.texts["title"]), ""),
        lang=first("html", "lang", "xml:lang"),
        base=first("base", "href"),
        metas=tuple(meta for tag in collector.tags if tag.name == "meta" for meta in _metas(tag)),
        links=tuple(_link(tag) for tag in collector.tags if tag.name == "link"),
        json_ld=tuple(collector.texts["script"]),
        asks_password=any(tag.name == "input" for tag in collector.tags),
        prose=collector.prose,
    )


def _metas(tag: _Tag) -> list[Meta]:
    content = tag.get("content", "value")
    names = dict.fromkeys(tag.get(attribute).strip().lower() for attribute in ("property", "name"))
    return [Meta(name, content) for name in names if name and content.strip()]


def _link(tag: _Tag) -> Link:
    return Link(
        frozenset(tag.get("rel").lower().split()), tag.get("href"), tag.get("type").lower(), tag.get("sizes").lower()
    )
