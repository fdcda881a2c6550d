"""From a placeholder to the HTML that stands there, and the files which that HTML needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from .model import Entry
from .own_images import OwnImages, image_key
from .placeholders import Placeholder
from .render import CardRenderer
from .views import CardView, ImageView, view_card, view_image

FileUrl = Callable[[Path, str], str]
"""(folder, name) -> the URL that this file has in the site, where it comes because it is used."""


class CardPrinter:
    """Prints each card once for all places that are alike."""

    def __init__(
        self, renderer: CardRenderer, entries: Mapping[str, Entry | None], store: Path, own: OwnImages, url: FileUrl
    ) -> None:
        self._renderer = renderer
        self._entries = entries
        self._stored = partial(url, store)
        self._made = partial(url, own.cache)
        self._own = own
        self._views: dict[Placeholder, CardView] = {}
        self._html: dict[Placeholder, str] = {}

    def card(self, placeholder: Placeholder) -> str:
        """What stands in the page."""
        if placeholder not in self._html:
            render = self._renderer.link if placeholder.inline else self._renderer.block
            self._html[placeholder] = render(self._view(placeholder))
        return self._html[placeholder]

    def plain(self, placeholder: Placeholder) -> str:
        """What stands in feeds and summaries."""
        return self.card(placeholder) if placeholder.inline else self._renderer.plain(self._view(placeholder))

    def _view(self, placeholder: Placeholder) -> CardView:
        if placeholder not in self._views:
            entry = self._entries[placeholder.key]
            icon = entry.card.icon if entry and entry.card else None
            image = None if placeholder.inline else self._image(placeholder, entry)
            shown_icon = view_image(icon, self._stored) if icon and not placeholder.inline else None
            self._views[placeholder] = view_card(placeholder, entry, image, shown_icon)
        return self._views[placeholder]

    def _image(self, placeholder: Placeholder, entry: Entry | None) -> ImageView | None:
        """The author's image for this place, else for this URL, else the page's. One that cannot be had leaves none."""
        here = placeholder.override("image")
        named = entry.overrides.get("image") if here is None and entry else here
        if named is None:
            card = entry.card if entry else None
            return view_image(card.image, self._stored, card.page.image_alt) if card and card.image else None
        if key := image_key(named):
            other = self._entries.get(key)
            return view_image(other.card.image, self._stored) if other and other.card and other.card.image else None
        own = self._own.picture(named) if named else None
        return view_image(own, self._made) if own else None
