"""Whether a page's HTML may hold what the checks of a strict policy look for. Pure.

Most hold none of it. A quick look at the bytes tells so: Python skips from sign to sign in them, which it does not in text with Japanese.
Each pattern finds all that the check it stands before can find, and more: any byte of another script stands for a letter that Unicode
takes for one of ours when case is ignored, or for a space.
"""

from __future__ import annotations

import re

_ON = re.compile(rb"on(?<=[\s\x1c-\x1f/\x80-\xff]on)[a-z\x80-\xff]+[\s\x1c-\x1f\x80-\xff]*=")
"""It begins with letters that Python can skip to."""
_VALUE = re.compile(rb"=[\0-\x20\"'\x80-\xff]*(?:&|[jvd][a-z\0-\x20\x80-\xff]*[:&])")
_ELEMENT = re.compile(
    rb"<(?:!--|i[fmn]|s[cov]|sty|[pv][i\x80-\xff]|au|ob|t[ei\x80-\xff]|tra|emb|lin|l[\x80-\xff]|[\x80-\xff])"
)
_NOT_IN_XML = bytes({*range(32)} - {*b"\t\n\r"})
_RARE_IN_XML = (b"\xed", b"\xef\xbf")
"""With these begin surrogates, U+FFFE and U+FFFF, and a few that are allowed."""


def in_bytes(text: str) -> bytes:
    """What the others look at: UTF-8 in lower case."""
    return text.encode("utf-8", "surrogatepass").lower()


def may_name(written: bytes) -> bool:
    """Whether there may be a style attribute or an event handler."""
    return b"tyle" in written or _ON.search(written) is not None  # "ſtyle" is one, too


def may_run(written: bytes) -> bool:
    """Whether an address may be code or a page."""
    return _VALUE.search(written) is not None


def may_load(written: bytes) -> bool:
    """Whether there may be an element that loads something, a script, a style or a comment."""
    return _ELEMENT.search(written) is not None


def may_break_xml(written: bytes) -> bool:
    """Whether there may be a character that XML does not allow."""
    return len(written.translate(None, _NOT_IN_XML)) < len(written) or any(sign in written for sign in _RARE_IN_XML)
