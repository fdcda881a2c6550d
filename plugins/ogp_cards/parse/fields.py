"""Of all that the sources say, the first good candidate for each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain, islice

from ..model import PageFields
from .said import MAX_CANDIDATES, Said, SaidImage
from .text import DESCRIPTION_LIMIT, NAME_LIMIT, TITLE_LIMIT, clean, without_site_name
from .urls import absolute, file_name, same_file

_LANG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_KIND = re.compile(r"[a-z]{3,20}")
_DATE = re.compile(r"\s*(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})(?!\d)")
_PLACEHOLDER = re.compile(
    r"(?:(?:.*[-_.])?sprites?|spacer|pixel|blank|1x1|transparent|no[-_]?image)(?:@\dx|[-_]1x1)?\.\w{3,4}", re.IGNORECASE
)
_SMALLEST = 16


def choose(sources: Sequence[Said], base: str) -> PageFields:
    """The fields, from sources in the order of their worth; `title` is "" when none has one. `base` resolves relative URLs."""
    site_name = _first((source.site_name for source in sources), _text(NAME_LIMIT))
    icon = _first((source.icon for source in sources), lambda url: absolute(url, base))
    image = _image(sources, base)
    return PageFields(
        title=_title(sources, site_name),
        description=_first((source.description for source in sources), _text(DESCRIPTION_LIMIT)),
        site_name=site_name,
        image=image.url,
        image_alt=clean(image.alt, DESCRIPTION_LIMIT),
        icon=icon,
        lang=_first((source.lang for source in reversed(sources)), _lang),  # og:locale is often a template's default
        kind=_first((source.kind for source in sources), _kind),
        published=_first((source.published for source in sources), _date),
        author=_first((source.author for source in sources), _author),
    )


def _first(candidates: Iterable[tuple[str, ...]], good: Callable[[str], str]) -> str:
    """The first candidate that is something once made good, of at most 50 a source."""
    texts = chain.from_iterable(islice(of_source, MAX_CANDIDATES) for of_source in candidates)
    return next(filter(None, map(good, texts)), "")


def _text(limit: int) -> Callable[[str], str]:
    return lambda text: clean(text, limit)


def _title(sources: Sequence[Said], site_name: str) -> str:
    whole = _first((source.title for source in sources), _text(TITLE_LIMIT + NAME_LIMIT))
    return clean(without_site_name(whole, site_name), TITLE_LIMIT)


def _image(sources: Sequence[Said], base: str) -> SaidImage:
    """The first image that stands for this page: no pixel, no sprite, not the site's own mark."""
    marks = [absolute(url, base) for source in sources for url in (*source.icon, *source.logo)][:MAX_CANDIDATES]
    for said in chain.from_iterable(source.images[:MAX_CANDIDATES] for source in sources):
        url = absolute(said.url, base)
        if url and not _is_placeholder(said, url) and not any(same_file(url, mark) for mark in marks):
            return SaidImage(url, said.alt)
    return SaidImage("")


def _is_placeholder(said: SaidImage, url: str) -> bool:
    tiny = 0 < said.width < _SMALLEST or 0 < said.height < _SMALLEST
    return tiny or _PLACEHOLDER.fullmatch(file_name(url)) is not None


def _lang(text: str) -> str:
    """A language tag in its usual spelling (BCP 47): ja, ja-JP, zh-Hant."""
    text = text.strip()
    if not _LANG.fullmatch(text):
        return ""
    language, *rest = text.replace("_", "-").split("-")
    return "-".join([language.lower(), *(part.upper() if len(part) == 2 else part.capitalize() for part in rest)])


def _kind(text: str) -> str:
    """The first word of a type such as "video.other". A website is no kind of its own, and an "image" is not a page."""
    word = text.strip().lower().partition(".")[0].rpartition(":")[2]
    return word if _KIND.fullmatch(word) and word not in ("website", "object", "image") else ""


def _date(text: str) -> str:
    """The day, as it is written there, in ISO 8601."""
    match = _DATE.match(text)
    try:
        return date(*map(int, match.groups())).isoformat() if match else ""
    except ValueError:
        return ""


def _author(text: str) -> str:
    """A name; some sites give the address of a profile instead."""
    name = clean(text, NAME_LIMIT)
    return "" if "://" in name or name.startswith("@") else name
