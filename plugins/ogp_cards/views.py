"""What a template prints of a card. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass, replace

from .freshness import archived_copy
from .hosts import readable_host
from .model import Entry, PageFields, Picture
from .placeholders import Placeholder

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""What XML 1.0, and so a feed, may not hold."""
_LANG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HARMLESS = str.maketrans({"<": "‹", ">": "›", '"': "”", "'": "’"})
_TEXTS = ("title", "description", "site_name", "author", "kind")
_USUAL_KINDS = {"", "article", "website", "page", "blog", "object"}


@dataclass(frozen=True, slots=True)
class ImageView:
    """An image of the site's own."""

    src: str
    srcset: str
    width: int
    height: int
    alt: str = ""


@dataclass(frozen=True, slots=True)
class CardView:
    """Plain text; a template escapes it. What is not known is empty."""

    href: str
    title: str
    host: str
    link_only: bool
    description: str = ""
    site_name: str = ""
    author: str = ""
    published: str = ""
    lang: str = ""
    kind: str = ""
    """What the page is, when that is worth saying: "PDF", "video"."""
    image: ImageView | None = None
    icon: ImageView | None = None
    archived: str = ""
    """URL of an archived copy, when the page is gone."""


def view_card(
    placeholder: Placeholder,
    entry: Entry | None,
    page: PageFields,
    image: ImageView | None = None,
    icon: ImageView | None = None,
) -> CardView:
    """The card for one place; `page` is what it says (`page_of`)."""
    title, site_name = _clean(page.title), _clean(page.site_name)
    host = _host(placeholder.key)
    return CardView(
        href=placeholder.href,
        title=title or placeholder.label,
        host=host,
        link_only=not title,
        description=_clean(page.description),
        site_name="" if site_name.casefold() == host.casefold() else site_name,
        author=_clean(page.author),
        published=match[0] if (match := _DATE.match(page.published)) else "",
        lang=page.lang if _LANG.fullmatch(page.lang) else "",
        kind=_kind(page.kind),
        image=image,
        icon=icon,
        archived=archived_copy(entry) if entry else "",
    )


def plain_view(card: CardView, own: Container[str]) -> CardView:
    """The card for places whose text themes take apart: `striptags|safe`, as of Pelican's own theme, turns `&lt;` back into `<`.

    So what another site says holds nothing there that could begin a tag or end an attribute. The fields of the author's `own` words stay.
    """
    foreign = {name: getattr(card, name).translate(_HARMLESS) for name in _TEXTS if name not in own}
    return replace(card, **foreign)


def view_image(picture: Picture, url: Callable[[str], str], alt: str = "") -> ImageView:
    """An image as a template prints it; `url` gives a file's URL by its name."""
    src = url(picture.file)
    srcset = ""
    if picture.file_2x and not src.startswith("{"):  # Pelican settles {static} in `src` and not in `srcset`
        srcset = f"{src} 1x, {url(picture.file_2x)} 2x"
    return ImageView(src, srcset, picture.width, picture.height, _clean(alt))


def _clean(text: str) -> str:
    return text if text.isprintable() else _NOT_XML.sub("", text)


def _host(key: str) -> str:
    """The host of a store key, for people to read; with its port, which a key has only when it is not the scheme's."""
    host = key.split("/", 3)[2]
    if "xn--" not in host:
        return host
    name, colon, port = host.partition(":")
    return readable_host(name) + colon + port


def _kind(kind: str) -> str:
    if kind in _USUAL_KINDS:
        return ""
    return kind.upper() if len(kind) <= 3 else _clean(kind)
