"""Reads an HTML page: bytes in, PageFacts out. Pure; one pass over the page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import accumulate

from .facts import PageFacts, Reference, Spot, Use
from .nesting import Nesting
from .styles import read_css
from .tokens import Tag, Text, cut

CARD_SYNTAX = re.compile(r"\[\[ogp:(?:[^\n<]{0,200}?\]\]|[^\n<]{0,80})")

_SHOWS_SOURCE = ("code", "pre", "kbd", "samp", "script", "style", "textarea", "template")
_URL_ATTRIBUTES: dict[str, dict[str, Use]] = {
    "a": {"href": Use.LINK},
    "area": {"href": Use.LINK},
    "img": {"src": Use.IMAGE, "srcset": Use.IMAGE},
    "input": {"src": Use.IMAGE},
    "source": {"src": Use.MEDIA, "srcset": Use.IMAGE},
    "video": {"src": Use.MEDIA, "poster": Use.IMAGE},
    "audio": {"src": Use.MEDIA},
    "track": {"src": Use.MEDIA},
    "script": {"src": Use.SCRIPT},
    "iframe": {"src": Use.FRAME},
    "embed": {"src": Use.FRAME},
    "object": {"data": Use.FRAME},
    "use": {"href": Use.IMAGE, "xlink:href": Use.IMAGE},
    "image": {"href": Use.IMAGE, "xlink:href": Use.IMAGE},
    "feimage": {"href": Use.IMAGE, "xlink:href": Use.IMAGE},
}
_LINK_RELATIONS = {
    "stylesheet": Use.STYLE,
    "icon": Use.HEAD,
    "apple-touch-icon": Use.HEAD,
    "mask-icon": Use.HEAD,
    "manifest": Use.HEAD,
    "preload": Use.HEAD,
    "modulepreload": Use.HEAD,
    "preconnect": Use.HEAD,
    "dns-prefetch": Use.HEAD,
    "prefetch": Use.HEAD,
}
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])[^,]*")
_POLICY_HOST = re.compile(r"(?<=://)[^\s/:;*]+")
_SHARE_IMAGES = {"og:image", "og:image:url", "og:image:secure_url", "twitter:image"}


def read_page(path: str, data: bytes) -> PageFacts:
    """The facts of a page in UTF-8; what is no UTF-8 becomes a replacement character and a misfit."""
    html, broken = _decode(data)
    reader = _Reader(html, broken)
    for token in cut(html):
        if isinstance(token, Tag):
            reader.take_tag(token)
        else:
            reader.take_text(token)
    return reader.facts(path)


def _decode(data: bytes) -> tuple[str, list[Spot]]:
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return data.decode("utf-8", errors="replace"), [Spot(line, "the page is not UTF-8")]


class _Reader:
    """Gathers the facts of one page."""

    def __init__(self, html: str, misfits: list[Spot]) -> None:
        self._line_starts = list(accumulate((len(line) + 1 for line in html.split("\n")), initial=0))
        self._has_cards = "[[ogp:" in html
        self._nesting = Nesting()
        self._title: str | None = None
        self._lang = self._description = ""
        self._is_indexed = True
        self._policy_hosts: list[str] = []
        self._canonicals: list[Spot] = []
        self._ids: list[Spot] = []
        self._anchors: list[str] = []
        self._references: list[Reference] = []
        self._without_alt: list[Spot] = []
        self._leftovers: list[Spot] = []
        self._misfits = misfits

    def facts(self, path: str) -> PageFacts:
        self._nesting.finish()
        misfits = [self._spot(misfit.at, misfit.message) for misfit in self._nesting.misfits]
        return PageFacts(
            path=path,
            title=self._title or "",
            lang=self._lang,
            description=self._description,
            is_indexed=self._is_indexed,
            policy_hosts=tuple(self._policy_hosts),
            canonicals=tuple(self._canonicals),
            ids=tuple(self._ids),
            anchors=tuple(self._anchors),
            references=tuple(self._references),
            without_alt=tuple(self._without_alt),
            leftovers=tuple(self._leftovers),
            misfits=tuple(sorted(self._misfits + misfits, key=lambda spot: spot.line)),
        )

    def take_text(self, token: Text) -> None:
        if token.raw == "title" and self._title is None:
            self._title = token.text.strip()
        if token.raw == "style":
            self._references.extend(read_css(token.text, self._line(token.at)))
        if token.raw:
            return
        if "<" in token.text:
            self._misfits.append(self._spot(token.at + token.text.index("<"), "a < that starts no tag; write &lt;"))
        if self._has_cards and not self._nesting.is_open(*_SHOWS_SOURCE):
            for written in CARD_SYNTAX.finditer(token.text):
                self._leftovers.append(self._spot(token.at + written.start(), written[0]))

    def take_tag(self, tag: Tag) -> None:
        if tag.is_end:
            self._nesting.end(tag.name, tag.at)
            return
        self._nesting.start(tag.name, tag.at, self_closing=tag.is_self_closing)
        written = tag.written
        if tag.name in _URL_ATTRIBUTES or tag.name in {"html", "link", "meta"} or "id" in written or "style" in written:
            self._take_attributes(tag)

    def _take_attributes(self, tag: Tag) -> None:
        pairs = tag.pairs()
        attributes = dict(reversed(pairs))  # the first of a repeated attribute counts
        if len(attributes) < len(pairs):
            repeated = Counter(name for name, _ in pairs).most_common(1)[0][0]
            self._misfits.append(self._spot(tag.at, f"<{tag.name}> has the attribute {repeated} twice"))
        if identifier := attributes.get("id"):
            self._ids.append(self._spot(tag.at, identifier))
        for name, use in _URL_ATTRIBUTES.get(tag.name, {}).items():
            if name in attributes:
                self._refer(use, attributes[name], tag.at, is_set=name == "srcset")
        if "style" in attributes:
            self._references.extend(read_css(attributes["style"], self._line(tag.at)))
        self._take_element(tag.name, attributes, tag.at)

    def _take_element(self, name: str, attributes: dict[str, str], at: int) -> None:
        match name:
            case "html":
                self._lang = attributes.get("lang", "")
            case "a" if "name" in attributes:
                self._anchors.append(attributes["name"])
            case "img" if "alt" not in attributes:
                self._without_alt.append(self._spot(at, attributes.get("src", "")))
            case "link":
                self._take_link(attributes, at)
            case "meta":
                self._take_meta(attributes, at)

    def _take_link(self, attributes: dict[str, str], at: int) -> None:
        relations = attributes.get("rel", "").lower().split()
        href = attributes.get("href", "")
        if "canonical" in relations:
            self._canonicals.append(self._spot(at, href))
            return
        uses = [_LINK_RELATIONS[name] for name in relations if name in _LINK_RELATIONS]
        self._refer(uses[0] if uses else Use.LINK, href, at)
        if "imagesrcset" in attributes:
            self._refer(Use.IMAGE, attributes["imagesrcset"], at, is_set=True)

    def _take_meta(self, attributes: dict[str, str], at: int) -> None:
        keys = ("name", "property", "http-equiv")
        name = next((attributes[key].lower() for key in keys if attributes.get(key)), "")
        content = attributes.get("content", "").strip()
        if name == "description":
            self._description = content
        elif name == "robots":
            self._is_indexed = "noindex" not in content.lower()
        elif name == "content-security-policy":
            self._policy_hosts += _POLICY_HOST.findall(content)
        elif name in _SHARE_IMAGES:
            self._refer(Use.SHARED, content, at)

    def _refer(self, use: Use, value: str, at: int, *, is_set: bool = False) -> None:
        line = self._line(at)
        urls = _srcset_urls(value) if is_set else [value.strip()]
        self._references.extend(Reference(use, url, line) for url in urls)

    def _spot(self, at: int, text: str) -> Spot:
        return Spot(self._line(at), text)

    def _line(self, at: int) -> int:
        return bisect_right(self._line_starts, at)


def _srcset_urls(value: str) -> list[str]:
    """The URLs of a srcset; one may hold commas, but neither begins nor ends with one."""
    return _CANDIDATE.findall(value)
