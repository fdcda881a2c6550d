"""Cards of earlier builds that need not be printed again, and keeping those of this one.

A card is kept when nothing but its element in the post, its entry and its pictures decides its look; the key holds all else.
An entry counts as unchanged when its file's stamp is. One that changed at about the time of a build may have been read before or after.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from .freshness import is_stale
from .kept import AT_ONCE, KeptCard, KeptCards
from .render import CardRenderer
from .story import Story

_SETTLED = timedelta(seconds=2)
"""File systems keep times so coarsely, at worst."""
_LIBRARIES = ("idna", "jinja2", "markupsafe")


class Reprints:
    """The cards in `file` that hold for a build with `story`; with no `key` there are none, and none are kept."""

    def __init__(self, file: Path, key: bytes | None, story: Story) -> None:
        self._kept = KeptCards(file, key) if key else None
        self._story = story
        self._began = story.now()
        self._new: dict[str, list[KeptCard]] = {}

    def find(
        self, cited: Mapping[str, Sequence[str]], pictures: frozenset[str]
    ) -> Iterator[tuple[str, list[KeptCard]]]:
        """Those that would be printed alike, post by post; `cited` are the elements of each post, by its path, and `pictures` the files
        that are there."""
        for post, cards in self._kept.get_many(cited) if self._kept else ():
            yield post, [card for card in cards if card.element in cited[post] and self._holds(card, pictures)]

    def keep(self, post: str, cards: Iterable[KeptCard]) -> None:
        """Keep what can be of a post's cards; on disk by the time of `end`."""
        if kept := [card for card in cards if card.stamp[1] <= self._last_settled()]:
            self._new[post] = kept
        if len(self._new) >= AT_ONCE:
            self.end()

    def end(self) -> None:
        """Write what was to be kept."""
        if self._kept and self._new:
            self._kept.put_many(self._new)
        self._new = {}

    def _holds(self, card: KeptCard, pictures: frozenset[str]) -> bool:
        return (
            not is_stale(datetime.fromisoformat(card.fetched), self._began, self._story.max_age)
            and pictures.issuperset(card.pictures)
            and card.stamp == self._story.store.stamp(card.file)
        )

    def _last_settled(self) -> float:
        """Nanoseconds since 1970; an entry that changed after it may yet have been read before."""
        return (self._began - _SETTLED).timestamp() * 1e9


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
