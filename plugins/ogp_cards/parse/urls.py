"""URLs that a page names: made absolute, or "" when they are none to ask for."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit

MAX_URL = 4096
_IGNORED = re.compile(r"[\t\n\r]+")  # WHATWG URL: removed wherever they stand
_FORBIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_FIRST_PAGE = re.compile(r"(?:/intl)?(?:/(?:[a-z]{2}(?:[-_][a-z]{2})?)?/?)?", re.IGNORECASE)
_ESCAPED = re.compile(r"[ <>\"\\^`{|}]")


def absolute(url: str, base: str) -> str:
    """The URL that `url` means in a page at `base`: http or https, without user or password, at most 4,096 characters; or ""."""
    url = _IGNORED.sub("", url.strip())
    if not url or len(url) > MAX_URL or _FORBIDDEN.search(url):
        return ""
    try:
        joined = urljoin(base, _ESCAPED.sub(lambda match: quote(match[0]), url))
        parts = urlsplit(joined)
        usable = parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc
    except ValueError:
        return ""
    return joined if usable and len(joined) <= MAX_URL else ""


def file_name(url: str) -> str:
    """The last part of the path in readable form, "" for a folder."""
    return unquote(path(url).rpartition("/")[2])


def readable(url: str) -> str:
    """Host and path, for a page that has no name of its own."""
    return (host(url) + unquote(path(url))).rstrip("/")


def host(url: str) -> str:
    """The host's name, "" when there is none."""
    return _split(url).hostname or ""


def path(url: str) -> str:
    """The path, still encoded."""
    return _split(url).path


def same_file(one: str, other: str) -> bool:
    """Whether two URLs are alike, whatever their schemes; a query that only one of them has is taken for a version."""
    first, second = _split(one), _split(other)
    queries = {first.query, second.query} - {""}
    return (first.netloc.lower(), first.path) == (second.netloc.lower(), second.path) and len(queries) < 2


def is_root(url: str) -> bool:
    """Whether it is a site's first page, or that in one language: /ja, /intl/ja-jp."""
    return _FIRST_PAGE.fullmatch(path(url)) is not None


def _split(url: str) -> SplitResult:
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")
