"""What the checks know of the files of a built site. All frozen; paths are POSIX and relative to the output folder."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Use(StrEnum):
    """What a reference is for. The text stands in messages."""

    LINK = "link"
    IMAGE = "image"
    STYLE = "stylesheet"
    SCRIPT = "script"
    FRAME = "frame"
    MEDIA = "media file"
    STYLED = "font or image"
    """Named by a stylesheet."""
    HEAD = "file"
    """An icon, a manifest, something preloaded, a host to connect to early."""
    SHARED = "share image"
    """Named by a meta element: other sites load it, a reader's browser does not."""

    @property
    def is_requested(self) -> bool:
        """Whether a browser asks for it without being told to by the reader."""
        return self not in {Use.LINK, Use.SHARED}


@dataclass(frozen=True, slots=True)
class Reference:
    """A URL that a file names, as written but unescaped."""

    use: Use
    url: str
    line: int


@dataclass(frozen=True, slots=True)
class Spot:
    """Something in a file worth a message."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What one HTML page holds."""

    path: str
    title: str = ""
    lang: str = ""
    description: str = ""
    is_indexed: bool = True
    """False when it asks search engines to leave it out."""
    policy_hosts: tuple[str, ...] = ()
    """Hosts that its own Content-Security-Policy lets it load from."""
    canonicals: tuple[Spot, ...] = ()
    ids: tuple[Spot, ...] = ()
    """Every id, with repeats."""
    anchors: tuple[str, ...] = ()
    """Further names that a fragment can point at."""
    references: tuple[Reference, ...] = ()
    without_alt: tuple[Spot, ...] = ()
    """Images without an alt attribute, by their URL."""
    leftovers: tuple[Spot, ...] = ()
    """Card syntax that a reader would see."""
    misfits: tuple[Spot, ...] = ()
    """What is wrong with its tags."""


@dataclass(frozen=True, slots=True)
class StyleFacts:
    """What one stylesheet names."""

    path: str
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class XmlFacts:
    """What one XML file is: "feed", "sitemap", or "" for another; `problem` when it does not parse."""

    path: str
    kind: str = ""
    problem: Spot | None = None
    addresses: tuple[Spot, ...] = ()
    """The pages that a feed or sitemap names, as written."""
    leftovers: tuple[Spot, ...] = ()


Facts = PageFacts | StyleFacts | XmlFacts
