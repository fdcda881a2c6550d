"""What of a name goes into a path, and how a path becomes a URL. Pure.

Pelican uses one slug for both. So a slug keeps its characters, which is what a file system and a reader want, and the
`*_URL` settings become patterns that percent-encode what is put into them.
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

NAME_SUBSTITUTIONS = (
    (r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\ufeff]", ""),  # what nobody sees
    (r"[\s/\\:*?\"<>|]+", "-"),  # no file name on Windows, and `/` would be a folder
    (r"\A\.+", "dot-"),  # hidden files, which servers and uploads leave out
    (r"\.+\Z", "-dot"),  # Windows takes the last dots off
    (r"-{2,}", "-"),
    (r"\A-|-\Z", ""),
    (r"(?s)(?<=\A.{60}).+", ""),  # 255 bytes a name: 60 characters of 4, and an ending
    (r"\A\Z", "-"),
)
"""Applied to the names of tags, categories and authors, after NFKC and before lower-casing."""

_CONTENT_KINDS = (
    "ARTICLE",
    "ARTICLE_LANG",
    "DRAFT",
    "DRAFT_LANG",
    "PAGE",
    "PAGE_LANG",
    "DRAFT_PAGE",
    "DRAFT_PAGE_LANG",
)
_NAME_KINDS = ("CATEGORY", "TAG", "AUTHOR")
_AS_IT_IS = re.compile(r"[A-Za-z0-9._~/-]*")


class _Encoder(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> str:
        return quote(format(value, format_spec), safe="/~")


_ENCODER = _Encoder()


class UrlPattern(str):
    """A pattern such as `tag/{slug}/` whose `format` percent-encodes each value as UTF-8 (RFC 3986, section 2.5)."""

    __slots__ = ()

    def __str__(self) -> str:
        """Itself, for Pelican calls str() before it formats."""
        return self

    def format(self, *args: object, **values: object) -> str:
        """The URL."""
        plain = super().format(*args, **values)
        return plain if _AS_IT_IS.fullmatch(plain) else _ENCODER.vformat(self, args, values)


def new_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings to change so that names keep their characters. What the site says itself about its slugs stays."""
    changed: dict[str, Any] = {"SLUGIFY_USE_UNICODE": True}
    for kind in _NAME_KINDS:
        if f"{kind}_REGEX_SUBSTITUTIONS" not in settings:
            changed[f"{kind}_REGEX_SUBSTITUTIONS"] = list(NAME_SUBSTITUTIONS)
    for kind in (*_CONTENT_KINDS, *_NAME_KINDS, "STATIC"):
        changed[f"{kind}_URL"] = UrlPattern(settings[f"{kind}_URL"])
    for kind in _NAME_KINDS:
        for form in ("ATOM", "RSS"):
            feed = settings.get(f"{kind}_FEED_{form}_URL") or settings.get(f"{kind}_FEED_{form}")
            if feed:
                changed[f"{kind}_FEED_{form}_URL"] = UrlPattern(feed)
    return changed
