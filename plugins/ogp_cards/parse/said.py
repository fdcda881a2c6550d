"""What each source says of a page, candidates in the order of their worth."""

from __future__ import annotations

from dataclasses import dataclass

from .head import Head

MAX_CANDIDATES = 50


@dataclass(frozen=True, slots=True)
class SaidImage:
    """An image that a source names; sizes 0 when unsaid."""

    url: str
    alt: str = ""
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """One source's candidates for each field, as written. A source that is silent about a field leaves it empty."""

    title: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    images: tuple[SaidImage, ...] = ()
    site_name: tuple[str, ...] = ()
    icon: tuple[str, ...] = ()
    lang: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    logo: tuple[str, ...] = ()
    """Addresses of the site's own mark, which is no image of this page."""


def open_graph(head: Head) -> Said:
    """Open Graph (https://ogp.me), with `article:` properties."""
    return Said(
        title=head.contents("og:title"),
        description=head.contents("og:description"),
        images=_open_graph_images(head),
        site_name=head.contents("og:site_name"),
        lang=head.contents("og:locale"),
        kind=head.contents("og:type"),
        published=head.contents("article:published_time", "og:article:published_time"),
        author=head.contents("article:author", "og:article:author"),
    )


def twitter(head: Head) -> Said:
    """Twitter cards."""
    alt = next(iter(head.contents("twitter:image:alt")), "")
    return Said(
        title=head.contents("twitter:title"),
        description=head.contents("twitter:description"),
        images=tuple(SaidImage(url, alt) for url in head.contents("twitter:image", "twitter:image:src")),
    )


def citation(head: Head) -> Said:
    """The tags that Google Scholar asks of papers."""
    title = head.contents("citation_title")
    return Said(
        title=title,
        description=head.contents("citation_abstract"),
        site_name=head.contents("citation_journal_title", "citation_conference_title", "citation_publisher"),
        lang=head.contents("citation_language"),
        kind=("paper",) if title else (),
        published=head.contents("citation_publication_date", "citation_date", "citation_online_date"),
        author=tuple(filter(None, (_joined(head.contents("citation_author")),))),
    )


def html(head: Head) -> Said:
    """Plain HTML."""
    return Said(
        title=(head.title,),
        description=head.contents("description"),
        images=tuple(SaidImage(link.href) for link in head.links if "image_src" in link.rel),
        site_name=head.contents("application-name", "apple-mobile-web-app-title"),
        icon=_icons(head),
        lang=(head.lang,),
        published=head.contents("date", "dc.date", "dcterms.date"),
        author=head.contents("author"),
    )


def number(text: object) -> int:
    """A size as written ("1200", 1200, "630px"), 0 when it is none."""
    digits = str(text)[:9].strip().removesuffix("px")
    return int(digits) if digits.isascii() and digits.isdigit() else 0


def _open_graph_images(head: Head) -> tuple[SaidImage, ...]:
    """Each og:image with the properties that follow it, up to the next."""
    images: list[dict[str, str]] = []
    for meta in head.metas:
        detail = meta.name.removeprefix("og:image")
        if detail == meta.name:
            continue
        if not detail or not images or detail in images[-1]:
            images.append({})
        images[-1][detail] = meta.content
    return tuple(map(_open_graph_image, images[:MAX_CANDIDATES]))


def _open_graph_image(said: dict[str, str]) -> SaidImage:
    url = said.get(":secure_url") or said.get(":url") or said.get("", "")
    return SaidImage(url, said.get(":alt", ""), number(said.get(":width", "")), number(said.get(":height", "")))


def _icons(head: Head) -> tuple[str, ...]:
    """Icons that can be drawn (no SVG), those nearest to the size that is shown first, then those for phones."""
    drawn = [
        link for link in head.links if "svg" not in link.type and not link.href.lower().split("?")[0].endswith(".svg")
    ]
    icons = sorted((link for link in drawn if "icon" in link.rel), key=lambda link: _distance(link.sizes))
    return tuple(link.href for link in icons) + tuple(link.href for link in drawn if "apple-touch-icon" in link.rel)


def _distance(sizes: str) -> int:
    """How far the nearest of an icon's sizes is from 32 pixels; nearly nothing when it says none."""
    widths = [number(size.split("x")[0]) for size in sizes.split()]
    return min((abs(width - 32) for width in widths), default=1)


def _joined(names: tuple[str, ...]) -> str:
    """Authors of a paper, at most three by name."""
    return ", ".join(names[:3]) + (" et al." if len(names) > 3 else "")
