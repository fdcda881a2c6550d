"""Hosts of URLs as the WHATWG URL standard reads them, and as a reader should see them.

One address has many spellings: `127.1`, `0x7f000001`, `１２７。０。０。１` and `%31%32%37.0.0.1` are all 127.0.0.1. Every rule about hosts
is therefore asked of what `parse_host` returns, never of what somebody wrote.
"""

from __future__ import annotations

import re
import unicodedata
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import quote, unquote_to_bytes

import idna

from .errors import AddressRefused

Address = IPv4Address | IPv6Address

_FORBIDDEN = re.compile(r"[\x00-\x20\x7f#%/:<>?@\[\\\]^|]")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_JOINERS = "\u200c\u200d"
_PLAIN = re.compile(r"(?:[a-z0-9](?:-?[a-z0-9])*\.)+[a-z]+")
"""A name as nearly all are: nothing in it is mapped, and as it has no two hyphens in a row, nothing is punycode."""
_MAX_HOST, _MAX_LABEL = 253, 63  # RFC 1035, 2.3.4

_READ_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
_LIKE_LATIN = frozenset("асԁеһіјӏорԛѕԝхуαικνορτυ")
_LIKE_SLASH_OR_DASH = re.compile(r"[a-z0-9][ノンソゾ丶〳一ー]+[a-z0-9]")


def parse_host(text: str) -> str | Address:
    """The host that `text` (the part between `//` and the port) means: an address, or a name in lower-case ASCII without a last dot.

    Raises AddressRefused for what no browser would look up, for IPv6 zone ids and for names too long for DNS.
    """
    if len(text) <= _MAX_LABEL and _PLAIN.fullmatch(text):
        return text
    if text.startswith("["):
        return _parse_ipv6(text)
    try:
        name = _to_ascii(unquote_to_bytes(text).decode("utf-8"))
    except (UnicodeError, ValueError) as error:
        raise AddressRefused(f"{shown(text)} is not a host name") from error
    labels = name.split(".")
    if _NUMBER.fullmatch(labels[-1]):
        return _parse_ipv4(labels)
    if _FORBIDDEN.search(name) or len(name) > _MAX_HOST or not all(0 < len(label) <= _MAX_LABEL for label in labels):
        raise AddressRefused(f"{shown(text)} is not a host name")
    return name


def readable_host(host: str) -> str:
    """`host` for a reader: Unicode where its script is plain, punycode label by label where scripts are mixed or imitate another."""
    if _PLAIN.fullmatch(host):
        return host
    try:
        parsed = parse_host(host)
    except AddressRefused:
        return quote(host, safe=".:-_[]", errors="replace")
    if not isinstance(parsed, str):
        return f"[{parsed}]" if parsed.version == 6 else str(parsed)
    return ".".join(map(_readable_label, parsed.split(".")))


def shown(text: str) -> str:
    """Somebody else's text, made fit for a message: quoted, in ASCII, cut."""
    quoted = ascii(text)
    return quoted if len(quoted) <= 100 else f"{quoted[:100]}…"


def _parse_ipv6(text: str) -> IPv6Address:
    if not text.endswith("]") or "%" in text:
        raise AddressRefused(f"{shown(text)} is not an address; zone ids are not allowed")
    try:
        return IPv6Address(text[1:-1])
    except AddressValueError as error:
        raise AddressRefused(f"{shown(text)} is not an address") from error


def _parse_ipv4(parts: list[str]) -> IPv4Address:
    """One to four numbers, decimal, octal (0…) or hexadecimal (0x…); the last fills all bytes that are left."""
    try:
        *heads, tail = map(_number, parts)
        return IPv4Address(bytes(heads) + tail.to_bytes(max(1, 4 - len(heads)), "big"))
    except (ValueError, OverflowError) as error:
        raise AddressRefused(f"{shown('.'.join(parts))} is not an address") from error


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError("int() would take signs and underscores, too")
    if text.startswith("0x"):
        return int(text[2:] or "0", 16)
    return int(text, 8 if text.startswith("0") else 10)


def _to_ascii(name: str) -> str:
    """UTS #46, not transitional, as browsers do: symbols and odd hyphens pass, which IDNA 2008 alone would refuse. Raises UnicodeError."""
    if len(name) > 4 * _MAX_HOST:
        raise UnicodeError("too long")
    mapped: str = idna.uts46_remap(name, std3_rules=False, transitional=False)
    return ".".join(map(_label_to_ascii, mapped.removesuffix(".").split(".")))


def _label_to_ascii(label: str) -> str:
    if label.startswith("xn--"):
        _from_punycode(label)
    if label.isascii():
        return label
    _check_label(label)
    return "xn--" + label.encode("punycode").decode("ascii")


def _from_punycode(label: str) -> str:
    """The Unicode form of an `xn--` label. Raises UnicodeError when no browser would have written it."""
    text = label[4:].encode("ascii").decode("punycode")
    if text.isascii() or idna.uts46_remap(text, std3_rules=False, transitional=False) != text:
        raise UnicodeError("not the punycode of a label")
    _check_label(text)
    return text


def _check_label(label: str) -> None:
    idna.check_initial_combiner(label)
    idna.check_bidi(label)
    if not all(idna.valid_contextj(label, place) for place, char in enumerate(label) if char in _JOINERS):
        raise UnicodeError("a joiner that joins nothing")


def _readable_label(label: str) -> str:
    if not label.startswith("xn--"):
        return label
    text = _from_punycode(label)
    scripts = set(map(_script, text)) - {""}
    plain = len(scripts) == 1 or any(scripts <= together for together in _READ_TOGETHER)
    imitates = _LIKE_LATIN.issuperset(char for char in text if _script(char)) or _LIKE_SLASH_OR_DASH.search(text)
    return text if plain and not imitates else label


def _script(char: str) -> str:
    """The script of a letter by the first word of its Unicode name; empty for digits, hyphens and marks that all scripts share."""
    if unicodedata.category(char)[0] not in "LS" or char in "ー々〆":
        return ""
    return unicodedata.name(char, "UNKNOWN").split()[0].split("-")[0]
