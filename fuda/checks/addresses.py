"""Decides which file of the site a URL means. Pure; after the URL standard (WHATWG) and RFC 3986 for what is relative.

The same rules serve a site at the root of its host, one under a sub-path (`https://example.org/blog`) and one with
RELATIVE_URLS; paths may be percent-encoded or hold their own characters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from urllib.parse import quote, unquote, urljoin, urlsplit

_PORTS = {"http": 80, "https": 443}
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_KEPT = "/~!$&'()*+,;=:@"


class Where(Enum):
    """On which side of the site's border a URL lies."""

    SITE = "a file of the site"
    HOST = "on the site's host, but outside its folder"
    ELSEWHERE = "on another host"
    NOWHERE = "no address on a server: mailto:, data: and their like"
    BROKEN = "no URL"


@dataclass(frozen=True, slots=True)
class Target:
    """What a URL points at. `path` is relative to the site (decoded, "" for the home page); `host` is set for other hosts."""

    where: Where
    path: str = ""
    fragment: str = ""
    host: str = ""


class Addresses:
    """The URLs of a site whose home page is `base` (absolute)."""

    def __init__(self, base: str) -> None:
        self.base = base.rstrip("/") + "/"
        parts = urlsplit(self.base)
        self._origin = _origin(parts.scheme, parts.hostname, parts.port)
        self._folder = unquote(parts.path)
        self._seen: dict[str, Target] = {}

    def url_of(self, path: str) -> str:
        """The absolute URL, percent-encoded, under which an output file is served."""
        folder = path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
        return self.base + quote(folder, safe=_KEPT)

    def resolve(self, url: str, page: str) -> Target:
        """What `url` means in the output file `page`."""
        full = urljoin(self.url_of(page), url) if _is_relative(url) else url
        if full not in self._seen:
            self._seen[full] = self._locate(full)
        return self._seen[full]

    def _locate(self, url: str) -> Target:
        try:
            parts = urlsplit(urljoin(self.base, url))
            origin = _origin(parts.scheme, parts.hostname, parts.port)
        except ValueError:
            return Target(Where.BROKEN)
        if parts.scheme not in _PORTS:
            return Target(Where.NOWHERE)
        if origin != self._origin:
            return Target(Where.ELSEWHERE, host=parts.hostname) if parts.hostname else Target(Where.BROKEN)
        return self._locate_on_host(unquote(parts.path) or "/", unquote(parts.fragment))

    def _locate_on_host(self, path: str, fragment: str) -> Target:
        if path + "/" == self._folder:
            return Target(Where.SITE, "", fragment)
        if path.startswith(self._folder):
            return Target(Where.SITE, path.removeprefix(self._folder), fragment)
        return Target(Where.HOST, path.removeprefix("/"), fragment)


def _is_relative(url: str) -> bool:
    """Whether a URL means something else in each folder."""
    return not url.startswith("/") and not _SCHEME.match(url)


def _origin(scheme: str, host: str | None, port: int | None) -> tuple[str, int]:
    # http and https count as one: a site's plain http links lead to itself.
    default = _PORTS.get(scheme, 0)
    return (host or "").lower(), 0 if port in {None, default} else port or 0
