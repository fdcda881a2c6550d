"""Cards of earlier builds that need not be printed again, and keeping those of this one.

A card is kept when nothing but its element in the post, its entry and its pictures decides its look; the key holds all else.
An entry counts as unchanged when its file's stamp is. One that changed at about the time of a build may have been read before or after.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from .freshness import is_stale
from .kept import KeptCard, KeptCards
from .model import Entry, Printed
from .placeholders import Placeholder
from .render import CardRenderer
from .store import entry_name
from .story import Story
from .words import mistakes

_SETTLED = timedelta(seconds=2)
"""File systems keep times so coarsely, at worst."""
_LIBRARIES = ("idna", "jinja2", "markupsafe")


class Reprints:
    """The cards in `file` that hold for a build with `story`; with no `key` there are none."""

    def __init__(self, file: Path, key: bytes | None, story: Story) -> None:
        self._kept = KeptCards(file, key) if key else None
        self._story = story
        self._began = story.now()
        self._found: dict[str, KeptCard] = {}

    def find(self, cited: Mapping[str, Sequence[str]]) -> Mapping[str, KeptCard]:
        """Those that would be printed alike, by element; `cited` are the elements of each post, by its path."""
        kept = self._kept.get_many(cited) if self._kept else []
        pictures = self._story.store.picture_names() if kept else frozenset()
        wanted = {element for elements in cited.values() for element in elements}
        self._found = {card.element: card for card in kept if card.element in wanted and self._holds(card, pictures)}
        return self._found

    def keep(self, cited: Mapping[str, Sequence[str]], printed: Mapping[str, tuple[Placeholder, Printed]]) -> None:
        """Keep what can be of the cards printed in this build, by element, with the others of their posts."""
        if self._kept is None or not printed:
            return
        pictures = self._story.store.picture_names()
        made = (self._card(element, *card, pictures) for element, card in printed.items())
        new = {card.element: card for card in made if card}
        cards = self._found | new
        posts = {post: elements for post, elements in cited.items() if not new.keys().isdisjoint(elements)}
        if posts:
            self._kept.put_many({post: [cards[e] for e in elements if e in cards] for post, elements in posts.items()})

    def _holds(self, card: KeptCard, pictures: frozenset[str]) -> bool:
        return (
            not is_stale(datetime.fromisoformat(card.fetched), self._began, self._story.max_age)
            and pictures.issuperset(card.pictures)
            and card.stamp == self._story.store.stamp(card.file)
        )

    def _card(self, element: str, placeholder: Placeholder, printed: Printed, there: frozenset[str]) -> KeptCard | None:
        entry = self._story.entries[placeholder.key]
        if not entry or not entry.card or not _decides_alone(entry, placeholder):
            return None
        name = entry_name(entry.url)
        stamp = self._story.store.stamp(name)
        if stamp is None or stamp[1] > (self._began - _SETTLED).timestamp() * 1e9:
            return None
        files = [file for picture in entry.card.pictures for file in picture.files]
        if not there.issuperset(files):
            return None
        used = tuple(file for file in files if file.rpartition("/")[2].encode() in printed.html)
        return KeptCard(element, entry.url, name, stamp, entry.card.fetched.isoformat(), used, *printed)


def reprint_key(renderer: CardRenderer, *settings: object) -> bytes | None:
    """What the look of all cards depends on: settings, templates, this plugin and its libraries. None when that can't be told."""
    sample = renderer.sample()
    if sample is None:
        return None
    libraries = (Path(spec.origin) for name in _LIBRARIES if (spec := find_spec(name)) and spec.origin)
    folder = Path(__file__).parent
    files = [*folder.glob("*.py"), *folder.glob("templates/*"), *libraries]
    stamps = sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files)
    return sha256(repr((sample, settings, stamps, sys.version)).encode()).digest()


def _decides_alone(entry: Entry, placeholder: Placeholder) -> bool:
    """Whether an entry that holds for as long as its card is fresh says all, and no file or entry of another image does.

    One with mistakes is read by each build, which says them.
    """
    words = {**entry.overrides, **dict(placeholder.overrides)}
    return not entry.failure and words.keys().isdisjoint(("image", "icon")) and not mistakes(entry)
