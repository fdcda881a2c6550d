"""Posts whose date is still to come: Pelican makes drafts of them, and looks at the clock only when it reads them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from pelican.contents import Content

EVER = datetime.min.replace(tzinfo=UTC)
DRAFTS = ("drafts", "drafts_translations")


def waits(content: Content) -> bool:
    """Whether it was its date alone that made a draft of it."""
    return content.status == "draft" and str(content.metadata.get("status", "published")).lower() != "draft"


def is_due(content: Content, since: datetime = EVER) -> bool:
    """Whether it waited for a date that has come by now, and not before `since`."""
    return waits(content) and since < content.date <= datetime.now(UTC)


def drafts_of(generators: Iterable[Any]) -> Iterator[Content]:
    """All that have no place in lists, of generators that have finished."""
    for generator in generators:
        for name in DRAFTS:
            yield from getattr(generator, name, ())


def status_of(content: Content) -> str:
    """Its status in the author's words."""
    return f"waits for {content.date:%Y-%m-%d %H:%M}" if waits(content) else str(content.status)


def status_at(name: str, unpublished: Iterable[Content]) -> str:
    """That of the post which an output file shows, if it is one of these; "published" for all others."""
    return next((status_of(content) for content in unpublished if content.save_as == name), "published")
