"""From a placeholder to the HTML that stands there, and the files which that HTML needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path

from .model import Entry, Picture, Printed
from .own_images import OwnImages, image_key
from .placeholders import Placeholder
from .render import CardRenderer
from .store import CardStore
from .views import CardView, ImageView, view_card, view_image

FileUrl = Callable[[Path, str], str]
"""(folder, name) -> the URL that this file has in the site, where it comes because it is used."""


class CardPrinter:
    """Prints each card once for all places that are alike."""

    def __init__(
        self,
        renderer: CardRenderer,
        entries: Mapping[str, Entry | None],
        store: CardStore,
        own: OwnImages,
        url: FileUrl,
    ) -> None:
        self._renderer = renderer
        self._entries = entries
        self._store = store
        self._stored = partial(url, store.folder)
        self._made = partial(url, own.cache)
        self._own = own
        self._printed: dict[Placeholder, Printed] = {}

    def printed(self, placeholder: Placeholder) -> Printed:
        """The card of a placeholder."""
        if placeholder not in self._printed:
            view = self._view(placeholder)
            if placeholder.inline:
                link = self._renderer.link(view).encode()
                self._printed[placeholder] = Printed(link, link)
            else:
                block, plain = self._renderer.block(view), self._renderer.plain(view)
                self._printed[placeholder] = Printed(block.encode(), plain.encode())
        return self._printed[placeholder]

    def _view(self, placeholder: Placeholder) -> CardView:
        entry = self._entries[placeholder.key]
        image = None if placeholder.inline else self._image(placeholder, entry)
        icon = None if placeholder.inline or not entry or not entry.card else self._from_store(entry.card.icon)
        return view_card(placeholder, entry, image, icon)

    def _image(self, placeholder: Placeholder, entry: Entry | None) -> ImageView | None:
        """The author's image for this place, else for this URL, else the page's. One that cannot be had leaves none."""
        here = placeholder.override("image")
        named = entry.overrides.get("image") if here is None and entry else here
        if named is None:
            return self._from_store(entry.card.image, entry.card.page.image_alt) if entry and entry.card else None
        if key := image_key(named):
            other = self._entries.get(key)
            return self._from_store(other.card.image) if other and other.card else None
        own = self._own.picture(named) if named else None
        return view_image(own, self._made) if own else None

    @cached_property
    def _pictures(self) -> frozenset[str]:
        return self._store.picture_names()

    def _from_store(self, picture: Picture | None, alt: str = "") -> ImageView | None:
        """A picture of the store, unless somebody deleted its files."""
        if picture is None or not self._pictures.issuperset(picture.files):
            return None
        return view_image(picture, self._stored, alt)
