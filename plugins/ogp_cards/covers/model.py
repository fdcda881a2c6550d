"""What a post's `image:` comes to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cover:
    """What a theme prints. URLs are percent-encoded and relative to the site (no SITEURL, no slash before)."""

    url: str
    width: int
    height: int
    srcset: str
    """Candidates as in HTML, each URL relative to the site too; empty when there is one size only."""
    alt: str
    credit_url: str
    """The page that the image was taken from; empty for an image of one's own."""
    credit_name: str
    share_url: str
    """For og:image: a JPEG up to 1,200 pixels wide (an SVG stays one)."""


@dataclass(frozen=True, slots=True)
class CoverMissing:
    """Why there is no cover, in one sentence."""

    reason: str
    is_mistake: bool = False
    """Whether the author can mend it in the front matter; otherwise it is a matter of the network."""
