"""Which URLs the posts of a site need, and for what. What an entry says may bring in more: ask `urls` again until nothing is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from .contents import Citation
from .covering import CoverBuild
from .covers import image_key
from .model import Entry
from .words import own_words

Places = dict[str, list[str]]
"""Store key -> paths of the posts, in order."""


class Citations:
    """The cards that are `cited`, their images and the covers; `entries` is what is known of them, and grows."""

    def __init__(self, cited: Iterable[Citation], covers: CoverBuild, entries: Mapping[str, Entry | None]) -> None:
        self.cards: Places = defaultdict(list)
        self._images: Places = defaultdict(list)
        self._covers = covers
        self._entries = entries
        for placeholder, path in cited:
            _add(self.cards, placeholder.key, path)
            _add(self._images, image_key(placeholder.override("image")), path)

    def images(self) -> Places:
        """The images that authors named, in a post or for a URL."""
        found = defaultdict(list, {key: list(paths) for key, paths in self._images.items() if key})
        for url, paths in self.cards.items():
            if entry := self._entries.get(url):
                _add(found, image_key(own_words(entry).get("image")), paths[0])
        found.pop("", None)
        return found

    def urls(self) -> Places:
        """All that is needed, as far as it can be told now."""
        covers = {key: [path] for key, path in self._covers.keys().items()}
        return covers | self.images() | self.cards


def _add(places: Places, key: str, path: str) -> None:
    if path not in places[key][-1:]:
        places[key].append(path)
