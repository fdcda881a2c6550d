"""Text from outside -> plain text that can stand in a page, a feed and a file: folded, cleaned, cut."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import regex

TITLE_LIMIT = 300
DESCRIPTION_LIMIT = 1000
NAME_LIMIT = 100

_CUT_FIRST = 20_000
_SPACE = re.compile(r"\s+")
# Controls, bidi controls, invisible spaces, lone surrogates, private use, and what XML 1.0 forbids.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ue000-\uf8ff\ufeff\ufff0-\uffff\U000f0000-\U0010ffff]"
)
_NUMBER = re.compile(r"&#0*([0-9]{1,8})[0-9]*")  # with more digits than Python reads it stands for nothing all the same
_VISIBLE = regex.compile(
    r"[[\p{L}\p{N}\p{P}\p{S}]--[\p{Default_Ignorable_Code_Point}\u2800]]", regex.VERSION1
)  # not braille's blank
_SITE_TAIL = re.compile(r"^(.*?\S)(?:\s*[|｜:：»«]\s*|\s[-–—―−•·・/~〜<‹]\s)$", re.DOTALL)


def clean(text: str, limit: int) -> str:
    """One line of plain text, at most `limit` characters; "" when nothing visible is left."""
    text = _SPACE.sub(" ", _DROPPED.sub("", text[:_CUT_FIRST]))
    text = unicodedata.normalize("NFC", text).strip()
    return cut(text, limit) if _VISIBLE.search(text) else ""


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, never half a grapheme, with an ellipsis where something was left out."""
    if len(text) <= limit:
        return text
    ends = (match.end() for match in regex.finditer(r"\X", text[:limit]))
    end = max((end for end in ends if end < limit), default=0)  # one that ends at the limit may be half
    return text[:end].rstrip() + "…"


def decode_entities(text: str) -> str:
    """Character references of JSON strings, which no HTML parser has seen, decoded once."""
    return unescape(_NUMBER.sub(r"&#\1", text)) if "&" in text else text


def without_site_name(title: str, site_name: str) -> str:
    """The title without the site's name at its end (`Title | Site`, `Title - Site`, `Title：Site`)."""
    if not site_name or not same_words(title[-len(site_name) :], site_name):
        return title
    match = _SITE_TAIL.match(title[: -len(site_name)])
    return match[1] if match else title


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ at most in case and width."""
    return _key(one) == _key(other)


def _key(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
