"""What `image:` says, as written. Pure."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

from ..errors import BadLink
from ..links import parse_link
from ..model import Entry
from ..words import page_of

_PLACE = re.compile(r"[{|](?:static|attach|filename)[}|]")
_SCHEME = re.compile(r"(?:[a-z][a-z0-9+.-]+:|//)", re.IGNORECASE)
_IMAGE_LINE = re.compile(r"\s*[\"']?image[\"']?\s*:", re.IGNORECASE)


def is_remote(image: str) -> bool:
    """Whether it is the URL of an image or of a page."""
    return _SCHEME.match(image) is not None


def image_key(image: str | None) -> str:
    """The store key of an image named by its URL; empty for a path, for what is no URL and for none."""
    try:
        return parse_link(image).key if image and is_remote(image) else ""
    except BadLink:
        return ""


def local_path(image: str, source: Path, content: Path) -> Path:
    """The file that a local image means in the post at `source`: from the post's folder, or with a slash from the content folder.

    {static} and {attach} may stand before it, as in links.
    """
    written = _PLACE.sub("", image, count=1)
    folder = content if written.startswith("/") else source.parent
    return Path(os.path.normpath(folder / written.lstrip("/")))


def image_named(entry: Entry | None) -> str:
    """The image that stands for an entry's page: the author's choice, a URL or a path, else the page's own; empty without.

    An entry that is an image itself names itself, wherever it was redirected to.
    """
    named = page_of(entry).image
    is_itself = entry and entry.card and entry.card.cover and named == entry.card.page.image
    return entry.url if entry and is_itself else named


def line_of_image(text: str) -> int:
    """The line of a post's source on which its front matter names the image; 1 when none does."""
    lines = enumerate(text.splitlines(), start=1)
    return next((number for number, line in lines if _IMAGE_LINE.match(line)), 1)
