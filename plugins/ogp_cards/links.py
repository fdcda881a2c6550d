"""What an author wrote as a card's URL: whether it is one, its store key, and how it reads. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from ipaddress import IPv6Address
from urllib.parse import SplitResult, quote, unquote, urlsplit

from .errors import AddressRefused, BadLink
from .hosts import parse_host, readable_host

MAX_LENGTH = 4096
"""Characters of a URL; what is longer is refused."""

_DEFAULT_PORTS = {"http": 80, "https": 443}
_KEPT = "!$&'()*+,;=:@/?-._~%[]"  # what RFC 3986 allows in a path or query, and "%", which is taken as already encoded
_NOT_IN_HREF = re.compile(r'["<>\\^`{|}]')


@dataclass(frozen=True, slots=True)
class Link:
    """A URL that a card may point to."""

    href: str
    """As the author wrote it, with what may not stand in a URL percent-encoded."""
    key: str
    """One form for all spellings: ASCII, host in punycode, no default port, no fragment. What is fetched and stored."""
    host: str
    """For people to read: its own characters, or punycode where scripts are mixed; with the port when it is not the scheme's."""
    label: str
    """Host and path, decoded, for a link without a title."""


def parse_link(text: str) -> Link:
    """The link that `text` is. BadLink says what is wrong with it."""
    url = text.strip()
    _check_text(url)
    parts = _split(url)
    host, port = _host(parts), _port(parts)
    path = quote(parts.path, safe=_KEPT) or "/"
    query = f"?{quote(parts.query, safe=_KEPT)}" if parts.query else ""
    readable = readable_host(host) + port
    return Link(
        href=_NOT_IN_HREF.sub(lambda match: quote(match[0]), url),
        key=f"{parts.scheme}://{host}{port}{path}{query}",
        host=readable,
        label=readable + _readable_path(parts.path),
    )


def _check_text(url: str) -> None:
    if not url:
        raise BadLink("there is no URL; write [[ogp:https://…]]")
    if len(url) > MAX_LENGTH:
        raise BadLink(f"the URL has {len(url)} characters; at most {MAX_LENGTH} are taken")
    if re.search(r"\s", url):
        raise BadLink("there is a space inside the URL; write %20, and put | before title=, description= or image=")
    if not url.isprintable():
        raise BadLink("there is an invisible character inside the URL; type it again")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise BadLink("its host is broken; check the part between // and the next /") from error
    if parts.scheme not in _DEFAULT_PORTS or not url[len(parts.scheme) :].startswith("://"):
        raise BadLink("the URL starts with neither http:// nor https://; write it in full")
    if "@" in parts.netloc:
        raise BadLink("there is a user name or password in the URL; leave it out, readers would see it")
    return parts


def _host(parts: SplitResult) -> str:
    """The host in ASCII, as it stands in a URL."""
    written = re.sub(r":\d*$", "", parts.netloc)
    if not written:
        raise BadLink("there is no host in the URL; write https://host/…")
    try:
        host = parse_host(written)
    except AddressRefused as error:
        raise BadLink(f"{error}; check the part between // and the next /") from error
    return f"[{host}]" if isinstance(host, IPv6Address) else str(host)


def _port(parts: SplitResult) -> str:
    """ ":8080", or nothing for the scheme's own."""
    try:
        port = parts.port
    except ValueError as error:
        raise BadLink("its port is no number from 1 to 65535") from error
    if port == 0:
        raise BadLink("its port is no number from 1 to 65535")
    return "" if port in {None, _DEFAULT_PORTS[parts.scheme]} else f":{port}"


def _readable_path(path: str) -> str:
    """The path decoded, unless that would bring in something invisible or is no UTF-8."""
    decoded = unquote(path, errors="replace")
    readable = decoded.isprintable() and " " not in decoded and "\ufffd" not in decoded
    return (decoded if readable else path).rstrip("/")
