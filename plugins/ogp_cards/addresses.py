"""Which URLs and which network addresses may be asked. Pure: nothing here looks a name up."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_network
from urllib.parse import quote, urljoin

from .errors import AddressRefused
from .hosts import Address, parse_host, shown

MAX_URL = 4096
DEFAULT_PORTS = {"http": 80, "https": 443}

_URL = re.compile(r"(https?)://([^/?#]+)([^?#]*)(\?[^#]*)?(?:#.*)?", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_AUTHORITY = re.compile(r"(\[[^\]]*\]|[^:\[\]]*)(?::([0-9]*))?")
_NEVER = re.compile(r"[\x00-\x1f\x7f\\]")
_SENT_AS_IS = "!#$%&'()*+,/:;=?@[]~"
_LOCAL_NAMES = re.compile(r"(.*\.)?(localhost|local|internal|home\.arpa)")

_HANDED_OUT_V6 = IPv6Network("2000::/3")
_NOT_PUBLIC: tuple[IPv4Network | IPv6Network, ...] = (
    ip_network("192.0.0.0/24"),  # protocol assignments; a cloud's metadata service answers there
    ip_network("192.88.99.0/24"),  # 6to4 relays
    ip_network("168.63.129.16/32"),  # Azure's host, seen from every machine there
    ip_network("2001::/23"),  # protocol assignments, Teredo among them
    ip_network("2002::/16"),  # 6to4: an IPv4 address inside
    ip_network("3fff::/20"),  # documentation
)
_ISATAP = (b"\x00\x00\x5e\xfe", b"\x02\x00\x5e\xfe")


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http or https URL in the one spelling that is sent: ASCII, without a fragment. `host` has no brackets."""

    url: str
    scheme: str
    host: str
    port: int
    ip: Address | None = None
    """The address that the host is, when it is no name."""


def parse_url(text: str, *, ports: Collection[int] = (80, 443), allowed_hosts: Collection[str] = ()) -> WebAddress:
    """Read `text` as browsers do. Raises AddressRefused, with a sentence for the author, for whatever must not be asked.

    `allowed_hosts` are host names or addresses, in any spelling, to which the rules about local names and addresses do not apply.
    """
    scheme, authority, path, query = _split(text.strip(" "))
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        raise AddressRefused(f"{shown(authority)} is not a host and a port")
    parsed = parse_host(parts[1])
    host, ip = (parsed, None) if isinstance(parsed, str) else (str(parsed), parsed)
    port = int(parts[2] or DEFAULT_PORTS[scheme])
    if port not in ports:
        raise AddressRefused(f"port {str(port)[:10]} is not allowed; the usual ones are 80 and 443")
    if not is_allowed(host, allowed_hosts):
        _check_host(host, ip)
    name = f"[{host}]" if isinstance(ip, IPv6Address) else host
    shown_port = "" if port == DEFAULT_PORTS[scheme] else f":{port}"
    url = f"{scheme}://{name}{shown_port}{path or '/'}{query}"
    _check_length(url)
    return WebAddress(url, scheme, host, port, ip)


def join_url(base: str, location: str) -> str:
    """The URL that a redirect's `Location` (as decoded from Latin-1 by the HTTP client) means. Raises AddressRefused."""
    _check_characters(location)
    try:
        return urljoin(base, quote(location.encode("latin-1"), safe=_SENT_AS_IS + '"<>^`{|}'))
    except ValueError as error:
        raise AddressRefused(f"{shown(location)} is not a URL") from error


def is_allowed(host: str, allowed_hosts: Collection[str]) -> bool:
    """Whether a host (as WebAddress has it) is one of those that the site's settings allow."""
    return bool(allowed_hosts) and host in {_canonical(allowed) for allowed in allowed_hosts}


def is_public(address: Address) -> bool:
    """Whether the address belongs to the open internet (IANA's special-purpose registries, and IPv4 hidden inside IPv6)."""
    if not address.is_global or address.is_multicast or any(address in net for net in _NOT_PUBLIC):
        return False
    if isinstance(address, IPv6Address):
        return address in _HANDED_OUT_V6 and address.packed[8:12] not in _ISATAP
    return True


def _split(text: str) -> tuple[str, str, str, str]:
    _check_length(text)
    _check_characters(text)
    match = _URL.fullmatch(text)
    if match is None:
        scheme = _SCHEME.match(text)
        if scheme and scheme[1].lower() not in DEFAULT_PORTS:
            raise AddressRefused(f"{scheme[1][:20]}: is not allowed; only http and https are")
        raise AddressRefused(f"{shown(text)} is not a URL; write it with http:// or https:// and a host")
    if "@" in match[2]:
        raise AddressRefused("a URL with a user name or password is not allowed; leave out what stands before the @")
    try:
        path, query = (quote(part or "", safe=_SENT_AS_IS) for part in match.group(3, 4))
    except UnicodeEncodeError as error:
        raise AddressRefused(f"{shown(text)} has a character that cannot be sent") from error
    return match[1].lower(), match[2], path, query


def _check_length(url: str) -> None:
    if len(url) > MAX_URL:
        raise AddressRefused(f"the URL has {len(url)} characters; at most {MAX_URL} are allowed")


def _check_characters(text: str) -> None:
    if _NEVER.search(text):
        raise AddressRefused(f"{shown(text)} has a control character or a backslash")


def _check_host(host: str, ip: Address | None) -> None:
    if ip and not is_public(ip):
        raise AddressRefused(f"{host} is not a public address")
    if _LOCAL_NAMES.fullmatch(host):
        raise AddressRefused(f"{host} is a name for local use only")


def _canonical(allowed: str) -> str:
    """A host of the settings as WebAddress has it; brackets of an IPv6 address may be left out. What is no host allows nothing."""
    bracketed = f"[{allowed}]" if ":" in allowed and not allowed.startswith("[") else allowed
    try:
        return str(parse_host(bracketed))
    except AddressRefused:
        return ""
