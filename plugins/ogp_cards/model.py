"""The values that the modules hand to each other. All frozen; all times aware and in UTC."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple


@dataclass(frozen=True, slots=True)
class PageFields:
    """What a page says of itself: plain text, clean and cut to length; URLs absolute, http or https. Empty when not said."""

    title: str
    description: str = ""
    site_name: str = ""
    image: str = ""
    image_alt: str = ""
    icon: str = ""
    lang: str = ""
    kind: str = ""
    """"article", "video", "paper", "pdf" …: what the page is, lower case."""
    published: str = ""
    """ISO 8601 date."""
    author: str = ""
    oembed: str = ""
    """The https oEmbed endpoint that the page or its provider names, still to be asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent: the bytes after decoding the content coding, cut at the limit."""

    url: str
    """The address after redirects."""
    status: int
    content_type: str | None
    body: bytes
    truncated: bool = False
    etag: str = ""
    last_modified: str = ""

    @property
    def not_modified(self) -> bool:
        """Whether this is a 304: what we have is still good."""
        return self.status == 304


@dataclass(frozen=True, slots=True)
class Picture:
    """An image kept beside the store: file names below the store's folder, named by content hash; sizes in CSS pixels at 1x."""

    file: str
    width: int
    height: int
    file_2x: str = ""
    narrower: tuple[Picture, ...] = ()
    """Of a cover: the same image for smaller screens, narrow ones first."""
    share: Picture | None = None
    """Of a cover: the same image as a JPEG, for the previews that other sites make."""

    @property
    def files(self) -> tuple[str, ...]:
        """All of its files."""
        others = (*self.narrower, self.share) if self.share else self.narrower
        return (self.file, *filter(None, [self.file_2x]), *(file for other in others for file in other.files))


@dataclass(frozen=True, slots=True)
class Card:
    """A card that is good: what the page said, its pictures, and when it was last seen well."""

    page: PageFields
    fetched: datetime
    image: Picture | None = None
    icon: Picture | None = None
    etag: str = ""
    last_modified: str = ""
    cover: Picture | None = None
    """The image at a post's width, when the URL is itself an image."""

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """All of them."""
        return tuple(picture for picture in (self.image, self.icon, self.cover) if picture)


@dataclass(frozen=True, slots=True)
class Failure:
    """Tries that failed since the card was last seen well."""

    reason: str
    count: int
    first: datetime
    last: datetime
    next_try: datetime
    for_good: bool = False
    """Whether the last answer was a refusal for good (404, 410, no such host)."""


class Printed(NamedTuple):
    """A card as HTML in UTF-8, as it is kept: most are compared with those of the last build, and not looked into."""

    html: bytes
    """What stands in the page."""
    plain: bytes
    """What stands in feeds and summaries."""


@dataclass(frozen=True, slots=True)
class Entry:
    """All that the store knows of one URL."""

    url: str
    card: Card | None = None
    failure: Failure | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    """The author's own words by field (words.py says which there are); all of them survive every refresh."""
    others: dict[str, Any] = field(default_factory=dict)
    """What else stands in the file: it does nothing, and stays."""
