"""What a strict policy does not let a post load or run. Pure: HTML in, HTML and problems out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterator
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

_ELEMENT = re.compile(
    r"<!--.*?-->|<(?:(?P<pair>iframe|script|style|video|audio|object)\b(?P<inside>.*?)</(?P=pair)\s*>"
    r"|(?P<single>img|embed|source|track|link)\b(?P<attributes>[^>]*)>)",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESSES = ("src", "data", "href", "poster")
_FORBIDDEN = re.compile(
    r"""<[a-z][^<>]*?\s(?P<all>(?P<name>style|on[a-z]+)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'>]+))""", re.IGNORECASE
)
_FORBIDDEN_HINT = re.compile(r"\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)

Report = Callable[[str, str], None]
"""Takes what is wrong, and the author's own words where it is."""


def check_media(text: str, allowed: Collection[str], report: Report) -> str:
    """Put a link in the place of what comes from a host that is not allowed; report that, and what a policy without inline code stops."""
    if _FORBIDDEN_HINT.search(text):
        for match in _FORBIDDEN.finditer(text):
            report(f"{match['name']}=… in a tag, which a strict policy stops; use a class and a file", match["all"])

    def replace(match: re.Match[str]) -> str:
        name = (match["pair"] or match["single"] or "").lower()
        return _replace(match, name, allowed, report, in_link=_in_link(text, match.start())) if name else match[0]

    return _ELEMENT.sub(replace, text)


def _replace(match: re.Match[str], name: str, allowed: Collection[str], report: Report, *, in_link: bool) -> str:
    tags = BeautifulSoup(match[0], "lxml").find_all(True)
    addresses = [address for tag in tags for address in _addresses(tag)]
    remote = next((address for address in addresses if not _is_allowed(address, allowed)), None)
    if remote is None:
        if name == "style" or (name == "script" and not addresses):
            report(f"<{name}> in a post, which a strict policy stops; put it into a file of the theme", f"<{name}")
        return match[0]
    advice = "save it beside the post, or add the host to MARKDOWN_EXTRAS_ALLOWED_HOSTS"
    report(f"<{name}> from another host, {remote}, is shown as a link; {advice}", remote)
    text = html.escape(next((str(tag["alt"]) for tag in tags if tag.get("alt")), remote))
    if in_link:
        return f'<span class="remote-media">{text}</span>'
    return f'<a class="remote-media" href="{html.escape(remote)}">{text}</a>'


def _addresses(tag: Tag) -> Iterator[str]:
    """Everything that a tag would load."""
    yield from (str(tag[name]).strip() for name in _ADDRESSES if tag.get(name))
    yield from (candidate.split()[0] for candidate in str(tag.get("srcset", "")).split(",") if candidate.strip())


def _is_allowed(address: str, allowed: Collection[str]) -> bool:
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return False
    return host is None or host in allowed


def _in_link(text: str, at: int) -> bool:
    return text.rfind("<a ", 0, at) > text.rfind("</a", 0, at)
