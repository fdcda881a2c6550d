"""Bytes of a page -> text, whatever it says of its encoding.

Valid UTF-8 is UTF-8: other encodings' Japanese hardly ever is by chance. Everything else is read in each encoding that the page names
and in the Japanese ones, and the reading that looks best wins, with a bonus for what was declared. Labels mean what the WHATWG
Encoding standard says (Shift_JIS is cp932, ISO-8859-1 is windows-1252), and only its encodings are known: no UTF-7, no Python codec.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import webencodings
from webencodings.labels import LABELS

from .japanese import damage, decode_euc_jp, decode_iso_2022_jp, decode_shift_jis, japanese_score

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16le"), (codecs.BOM_UTF16_BE, "utf-16be"))
_CODECS = {name: found.codec_info for name in set(LABELS.values()) if (found := webencodings.lookup(name))}
_JAPANESE = {"shift_jis": decode_shift_jis, "euc-jp": decode_euc_jp, "iso-2022-jp": decode_iso_2022_jp}
_UNICODE = frozenset({"utf-8", "utf-16le", "utf-16be"})
_SERVERS_DEFAULT = "windows-1252"  # which ISO-8859-1 and US-ASCII mean
_UNDECLARED = ("utf-8", "iso-2022-jp", "shift_jis", "euc-jp", "windows-1252")
_HEADER = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})", re.IGNORECASE)
_IN_PAGE = re.compile(
    rb"<meta\s[^<>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([\w.:-]{1,40})"
    rb"|<\?xml\s[^<>]{0,99}?encoding\s{0,9}=\s{0,9}[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_PRESCAN = 8192
_SAMPLE = 2048
_BEYOND_ASCII = re.compile(rb"[\x1b\x80-\xff]")
_STRETCH = re.compile(rb"[\x80-\xff](?:[\x00-\x7f]{0,16}[\x80-\xff]){0,200}[\x00-\x7f]{0,16}")
# In UTF-8 (RFC 3629, 4): a whole character, and one that ends too early before ASCII, an ellipsis or the end.
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_CUT = re.compile(
    rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})(?=[\x00-\x7f]|\xe2\x80\xa6|\Z)"
)
_CUT_TO_WHOLE = 4


def decode(body: bytes, content_type: str | None) -> str:
    """The text of a page. Never fails: holes become U+FFFD."""
    marked = _by_mark(body)
    if marked is not None:
        return marked
    if b"\x1b" not in body and b"\0" not in body and _is_utf8(body):
        return body.decode("utf-8", "replace")
    declared = tuple(_labels(body, content_type))
    sample = _sample(body)
    best = max(dict.fromkeys(declared + _UNDECLARED), key=lambda name: _score(sample, name, declared))
    return _read(body, best)


def _by_mark(body: bytes) -> str | None:
    for mark, name in _MARKS:
        if body.startswith(mark):
            text = _read(body[len(mark) :], name)
            return None if "\ufffd" in text[:-1] else text
    return None


def _is_utf8(body: bytes) -> bool:
    """Whether it decodes strictly, but for a last character that a cut may have halved."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(body)
    except UnicodeDecodeError:
        return False
    return True


def _labels(body: bytes, content_type: str | None) -> Iterator[str]:
    """Names of the encodings that the header and the page declare."""
    header = _HEADER.search(content_type or "")
    if header and (encoding := _encoding(header[1])):
        yield encoding
    for match in _IN_PAGE.finditer(body[:_PRESCAN]):
        encoding = _encoding((match[1] or match[2]).decode("ascii", "replace"))
        if encoding and not encoding.startswith("utf-16"):  # a page whose ASCII could be read is not UTF-16
            yield encoding


def _encoding(label: str) -> str | None:
    found = webencodings.lookup(label)
    return found.name if found else None


def _sample(body: bytes) -> bytes:
    """Enough to tell encodings apart: the first 2 KiB of what is beyond ASCII, with a little that stands between.

    Behind a long stretch of ASCII a character begins in all encodings but those that write all of it with bytes of ASCII.
    """
    if b"\x1b" in body or b"\0" in body:
        first = _BEYOND_ASCII.search(body)
        start = first.start() // 2 * 2 if first else 0  # an even place, for UTF-16
        return body[start : start + _SAMPLE]
    sample = bytearray()
    for stretch in _STRETCH.finditer(body):
        sample += stretch[0]
        if len(sample) >= _SAMPLE:
            break
    return bytes(sample[:_SAMPLE])


def _score(sample: bytes, name: str, declared: tuple[str, ...]) -> float:
    """How good a reading is: how it looks, and how much its having been declared is worth.

    Kana say nothing for an encoding of another language (Chinese ones have them where EUC-JP has them); its label is worth more than
    kanji without kana are, but for the one that servers put on whatever they send.
    """
    text = _read(_without_cuts(sample) if name == "utf-8" else sample, name)
    is_ours = name in _UNICODE or name in _JAPANESE
    worth = 0.8 if is_ours else 0.2 if name == _SERVERS_DEFAULT else 0.4
    looks = japanese_score(text) if is_ours else -damage(text)
    return looks + (worth - declared.index(name) / 100 if name in declared else 0)


def _without_cuts(sample: bytes) -> bytes:
    """UTF-8 without the characters that programs halve where they shorten a text.

    Where hardly any other is whole it is Latin, and where anything else is wrong EUC-JP may look so; these stay as they are.
    """
    rest, cuts = _CUT.subn(b"", sample)
    return rest if cuts <= _CUT_TO_WHOLE * len(_WHOLE.findall(rest)) and _is_utf8(rest) else sample


def _read(body: bytes, name: str) -> str:
    if name in _JAPANESE:
        return _JAPANESE[name](body)
    return _CODECS[name].decode(body, "replace")[0]
