"""Cards that are printed ahead of all others, in other processes where somebody offers them: those of which a fresh entry decides alone.

Nearly all are such cards. Their entries need not be in memory together, and they are the ones that can be kept for the next build.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from .freshness import is_due
from .kept import KeptCard
from .model import Card, Entry, Printed
from .placeholders import Placeholder, read_placeholder
from .printer import CardPrinter
from .store import entry_name
from .story import Story
from .words import mistakes

Spread = Callable[[Callable[[Any], bytes], Sequence[Any]], Iterable[bytes]]
"""Does a job on many things, in any process, and gives the results in order; `map` does it here."""
NewPrinter = Callable[..., CardPrinter]


class Ahead:
    """Prints for a build with `story`; `new_printer` makes a printer for entries, and `pictures` are the files that are there."""

    def __init__(self, story: Story, new_printer: NewPrinter, pictures: frozenset[str]) -> None:
        self._story = story
        self._now = story.now()
        self._entries: dict[str, Entry | None] = {}
        self._printer = new_printer(self._entries, pictures=pictures)
        self._pictures = pictures

    def cards(self, posts: Sequence[Sequence[str]], spread: Spread) -> Iterator[list[KeptCard]]:
        """For the elements of each of these posts, the cards of which that can be said."""
        for cards in spread(self._packed, posts):
            yield [*map(KeptCard._make, marshal.loads(cards))]  # noqa: S302 - made a moment ago, by `_packed`

    def _packed(self, elements: Iterable[str]) -> bytes:
        self._entries.clear()
        return marshal.dumps([tuple(card) for card in map(self._card, elements) if card])

    def _card(self, element: str) -> KeptCard | None:
        placeholder = read_placeholder(element)
        name = entry_name(placeholder.key)
        stamp = self._story.store.stamp(name)  # before the entry is read: what changes meanwhile is not kept under it
        entry = self._entries[placeholder.key] = self._story.store.get(placeholder.key) if stamp else None
        if not stamp or not entry or not entry.card or not self._decides_alone(entry, placeholder):
            return None
        printed = self._printer.print(placeholder)
        return KeptCard(
            element, entry.url, name, stamp, entry.card.fetched.isoformat(), _used(entry.card, printed), *printed
        )

    def _decides_alone(self, entry: Entry, placeholder: Placeholder) -> bool:
        """Whether the entry is fresh and whole, and no file or entry of another image has a say. One with mistakes is read by each build,
        which says them."""
        words = {**entry.overrides, **dict(placeholder.overrides)}
        return (
            not entry.failure
            and not is_due(entry, self._now, self._story.max_age)
            and words.keys().isdisjoint(("image", "icon"))
            and not mistakes(entry)
            and all(self._pictures.issuperset(picture.files) for picture in entry.card.pictures)  # type: ignore[union-attr]
        )


def _used(card: Card, printed: Printed) -> tuple[str, ...]:
    """The files of its pictures that are in its HTML."""
    files = (file for picture in card.pictures for file in picture.files)
    return tuple(file for file in files if file.rpartition("/")[2].encode() in printed.html)
