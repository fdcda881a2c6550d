"""Attributes that a strict policy stops, and links that would run code. Pure: HTML in, HTML and problems out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from . import hints

Report = Callable[[str, str], None]
"""Takes what is wrong, and the author's own words where it is."""

_NAME_HINT = re.compile(r"[\s/](?:style|on[a-z]+)\s*=", re.IGNORECASE)
_VALUE_HINT = re.compile(r"=\s*[\"']*[\0-\x20]*(?:&|[jvd][a-z\0-\x20]*[:&])", re.IGNORECASE)
"""A text with neither name nor value has nothing for us. Two, for a pattern that begins with one sign is searched several times as fast."""
_TAG = re.compile(r"""<!--.*?-->|<(?P<name>[a-z]+)(?:[^<>"']|"[^"]*"|'[^']*')*>""", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""[\s/]+(?P<name>[^\s=<>"'/]+)\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'>]+)""")
_LINKS = frozenset(("a", "area", "button", "form", "input"))
_ADDRESSES = frozenset(("href", "xlink:href", "action", "formaction"))
_SCHEMES = ("javascript:", "vbscript:", "data:")
_IGNORED = re.compile("[\0-\x20]+")
"""What browsers overlook in a scheme, and the space, which makes none."""


def check_attributes(text: str, report: Report) -> str:
    """Take the address from links that would run code or hold a page; report those, style attributes and event handlers."""
    if not may_name(text) and not _VALUE_HINT.search(text):
        return text
    return _TAG.sub(lambda tag: _check_tag(tag, report) if tag["name"] else tag[0], text)


def may_name(text: str) -> bool:
    """Whether there may be a style attribute or an event handler."""
    return hints.may_name(hints.in_bytes(text)) and _NAME_HINT.search(text) is not None


def _check_tag(tag: re.Match[str], report: Report) -> str:
    links = tag["name"].lower() in _LINKS

    def check(match: re.Match[str]) -> str:
        name, value = match["name"].lower(), match["value"].strip("\"'")
        if name == "style":
            report(
                "style=… in a tag, which a strict policy stops; write a class, and the rule into the theme's CSS",
                match[0][1:],
            )
        elif name.startswith("on"):
            report(
                f"{name}=… in a tag, which a strict policy stops; put it into a script file of the theme", match[0][1:]
            )
        elif links and name in _ADDRESSES and _runs(value):
            report(
                f"{_shown(value)} as a link's address would run code, so only the text stays; write https://… or a path",
                _begin(value),
            )
            return ""
        return match[0]

    return _ATTRIBUTE.sub(check, tag[0])


def _runs(address: str) -> bool:
    return _IGNORED.sub("", html.unescape(address)).lower().startswith(_SCHEMES)


def _shown(address: str) -> str:
    text = " ".join(html.unescape(address).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _begin(address: str) -> str:
    """What of it surely stands in the author's text as well: Markdown writes quotes and ampersands in its own way."""
    begin = address.partition("&")[0]
    return begin if ":" in begin else address
