"""What is no page: a PDF, an image, an archive … gets a card of its name and kind."""

from __future__ import annotations

import re

from ..model import PageFields
from .text import TITLE_LIMIT, clean
from .urls import file_name, readable

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_BY_TYPE = (
    ("application/pdf", "pdf"),
    ("application/epub", "book"),
    ("image/", "image"),
    ("video/", "video"),
    ("audio/", "audio"),
    ("application/zip", "archive"),
    ("application/gzip", "archive"),
    ("application/x-gzip", "archive"),
    ("application/x-tar", "archive"),
    ("application/x-7z", "archive"),
    ("application/vnd.openxmlformats-officedocument.presentationml", "slides"),
    ("application/vnd.ms-powerpoint", "slides"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "spreadsheet"),
    ("application/vnd.ms-excel", "spreadsheet"),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml", "document"),
    ("application/msword", "document"),
    ("application/rss+xml", "feed"),
    ("application/atom+xml", "feed"),
    ("text/", "text"),
)
_Magic = tuple[tuple[re.Pattern[bytes], str], ...]
_PLAIN_MAGIC: _Magic = (
    (re.compile(rb"\x89PNG\r\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8"), "image/gif"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    (re.compile(rb".{4}ftypavi[fs]", re.DOTALL), "image/avif"),
    (re.compile(rb"%PDF-"), "application/pdf"),
)
_BY_MAGIC: _Magic = (
    *_PLAIN_MAGIC,
    (re.compile(rb"PK\x03\x04"), "application/zip"),
    (re.compile(rb"\x1f\x8b"), "application/gzip"),
)
_FIRST_TAG = re.compile(
    rb"<(?:(?P<page>!doctype\s+html|html|head|body|meta|title)|rss|feed|rdf:rdf|svg|opml)[\s>]", re.IGNORECASE
)
_BEGINNING = 4096
_NAMED = re.compile(r"\s*([\w!#$&^.+-]+/[\w!#$&^.+-]+)\s*(?:;|$)")


def media_type(body: bytes, content_type: str | None) -> str:
    """The type that the header names, lower case and bare; what the bytes look like when it names none or they are plainly not a page.

    Storage services send everything as an octet-stream, so that the bytes of an image or a PDF are believed there.
    """
    named = _named(content_type or "")
    if named.endswith("/octet-stream"):
        return _by_magic(_PLAIN_MAGIC, body) or named
    if named and named not in _PAGE_TYPES:
        return named
    return _by_magic(_BY_MAGIC, body) or named or _sniffed(body)


def is_page(media: str) -> bool:
    """Whether the type is one that cards are read from."""
    return media in _PAGE_TYPES


def link_only(url: str, media: str) -> PageFields:
    """The fields of something that is no page: its file's name, and what it is in one word."""
    kind = next((kind for start, kind in _BY_TYPE if media.startswith(start)), "file")
    title = clean(file_name(url), TITLE_LIMIT) or clean(readable(url), TITLE_LIMIT)
    return PageFields(title=title, kind=kind, image=url if kind == "image" else "")


def _named(content_type: str) -> str:
    """The last type in a header, which two headers of one name become with a comma (https://fetch.spec.whatwg.org/#content-type-header)."""
    types = [match[1].lower() for part in content_type.split(",") if (match := _NAMED.match(part))]
    return types[-1] if types else ""


def _by_magic(known: _Magic, body: bytes) -> str:
    return next((media for magic, media in known if magic.match(body)), "")


def _sniffed(body: bytes) -> str:
    beginning = body[:_BEGINNING].replace(b"\0", b"")  # UTF-16 then reads as ASCII
    first = _FIRST_TAG.search(beginning)
    if first and first["page"]:
        return "text/html"
    return "application/octet-stream" if b"\0" in body else "text/plain"
