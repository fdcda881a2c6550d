"""What a strict policy does not let a post load or run. Pure: HTML in, HTML and problems out."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from .attributes import Report

if TYPE_CHECKING:
    from bs4.element import Tag

_ELEMENT = re.compile(
    r"<!--.*?-->|<(?=[ipsvaoetl])(?!span)(?:(?P<pair>iframe|script|style|svg|picture|video|audio|object|textarea|title)\b.*?</(?P=pair)\s*>"
    r"|(?P<single>img|image|input|embed|source|track|link)\b[^>]*>|(?P<open>iframe|script|style|textarea|title)\b[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESSES = ("src", "data", "href", "xlink:href", "poster")
_LINKS = frozenset(("a", "area"))
"""Their addresses are followed and not loaded."""
_WITHOUT_HOST = frozenset(("data", "javascript", "vbscript"))
_STYLE = re.compile(r"<style\b.*?</style\s*>", re.DOTALL | re.IGNORECASE)
_INLINE = {
    "style": "<style> in a post, which a strict policy stops and no body may hold, is left out; put it into the theme's CSS",
    "script": '<script> in a post, which a strict policy stops; save it as a file of the site and write <script src="/…" defer>',
}


def check_media(text: str, allowed: Collection[str], report: Report) -> str:
    """Put a link in the place of what comes from a host that is not allowed; report that, and scripts and styles in the post.

    "data:" among the allowed ones lets images be written out in the post.
    """

    def replace(match: re.Match[str]) -> str:
        if match["open"]:  # it would swallow the page
            report(
                f"<{match['open']}> is not closed, so it is shown as text; write </{match['open']}> where it ends",
                match[0],
            )
            return html.escape(match[0])
        name = (match["pair"] or match["single"] or "").lower()
        return _replace(match, name, allowed, report, in_link=_in_link(text, match.start())) if name else match[0]

    return _ELEMENT.sub(replace, text)


def _replace(match: re.Match[str], name: str, allowed: Collection[str], report: Report, *, in_link: bool) -> str:
    from bs4 import BeautifulSoup  # noqa: PLC0415 (takes 60 ms, which a site without raw HTML need not pay)

    tags = BeautifulSoup(match[0], "lxml").find_all(True)
    addresses = [address for tag in tags for address in _addresses(tag)]
    stopped = next((address for address in addresses if not _is_allowed(address, allowed)), None)
    if stopped is None:
        for inner in dict.fromkeys(tag.name for tag in tags if tag.name in _INLINE and not tag.get("src")):
            report(_INLINE[inner], f"<{inner}")
        return _STYLE.sub("", match[0])
    text = next((str(tag["alt"]) for tag in tags if tag.get("alt")), "")
    if urlsplit(stopped).scheme in _WITHOUT_HOST:
        report(
            f"<{name}> holds what it loads ({stopped[:24]}…), which a strict policy stops; save it as a file beside the post",
            stopped,
        )
        return f'<span class="remote-media">{html.escape(text or f"<{name}>")}</span>'
    advice = "save it beside the post, or add the host to MARKDOWN_EXTRAS_ALLOWED_HOSTS"
    report(f"<{name}> from another host, {stopped}, is shown as a link; {advice}", stopped)
    text = html.escape(text or stopped)
    if in_link:
        return f'<span class="remote-media">{text}</span>'
    return f'<a class="remote-media" href="{html.escape(stopped)}">{text}</a>'


def _addresses(tag: Tag) -> Iterator[str]:
    """Everything that a tag would load."""
    if tag.name not in _LINKS:
        yield from (str(tag[name]).strip() for name in _ADDRESSES if tag.get(name))
        yield from (candidate.split()[0] for candidate in str(tag.get("srcset", "")).split(",") if candidate.strip())


def _is_allowed(address: str, allowed: Collection[str]) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme in _WITHOUT_HOST:
        return f"{parts.scheme}:" in allowed
    return parts.hostname is None or parts.hostname in allowed


def _in_link(text: str, at: int) -> bool:
    return text.rfind("<a ", 0, at) > text.rfind("</a", 0, at)
