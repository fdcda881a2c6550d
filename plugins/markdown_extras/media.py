"""What a strict policy does not let a post load or run. Pure: HTML in, HTML and problems out."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from urllib.parse import urlsplit

_ELEMENT = re.compile(
    r"<!--.*?-->|<(?:(?P<pair>iframe|script|style|video|audio|object)\b(?P<inside>.*?)</(?P=pair)\s*>"
    r"|(?P<single>img|embed|source|track|link)\b(?P<attributes>[^>]*)>)",
    re.DOTALL | re.IGNORECASE,
)
_ADDRESS = re.compile(r"""\b(?:src|srcset|data|href|poster)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
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
    addresses = ["".join(found) for found in _ADDRESS.findall(match["inside"] or match["attributes"] or "")]
    remote = next((address for address in addresses if not _is_allowed(address, allowed)), None)
    if remote is None:
        if name == "style" or (name == "script" and not addresses):
            report(f"<{name}> in a post, which a strict policy stops; put it into a file of the theme", f"<{name}")
        return match[0]
    url = html.unescape(remote)
    advice = "save it beside the post, or add the host to MARKDOWN_EXTRAS_ALLOWED_HOSTS"
    report(f"<{name}> from another host, {url}, is shown as a link; {advice}", url)
    alt = _ALT.search(match[0])
    text = (alt and (alt[1] or alt[2])) or html.escape(url)
    if in_link:
        return f'<span class="remote-media">{text}</span>'
    return f'<a class="remote-media" href="{html.escape(url)}">{text}</a>'


def _is_allowed(address: str, allowed: Collection[str]) -> bool:
    url = html.unescape(address).split()[0] if address.strip() else ""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    return host is None or host in allowed


def _in_link(text: str, at: int) -> bool:
    return text.rfind("<a ", 0, at) > text.rfind("</a", 0, at)
