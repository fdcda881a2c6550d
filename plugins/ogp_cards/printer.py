"""From a placeholder to the HTML that stands there, and the files which that HTML needs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Literal

from .covers import image_key
from .model import Entry, PageFields, Picture, Printed
from .own_images import Kind, OwnImages
from .placeholders import Placeholder
from .render import CardRenderer
from .store import CardStore
from .views import CardView, ImageView, plain_view, view_card, view_image
from .words import own_words, page_of

FileUrl = Callable[[Path, str], str]
"""(folder, name) -> the URL that this file has in the site, where it comes because it is used."""


class CardPrinter:
    """Prints each card once for all places that are alike. `pictures` are the store's, as entries name them; without, those that are
    there when the first is to be shown."""

    def __init__(  # noqa: PLR0913, PLR0917 - a card is made of all of them
        self,
        renderer: CardRenderer,
        entries: Mapping[str, Entry | None],
        store: CardStore,
        own: OwnImages,
        url: FileUrl,
        pictures: frozenset[str] | None = None,
    ) -> None:
        self._renderer = renderer
        self._entries = entries
        self._store = store
        self._stored = partial(url, store.folder)
        self._made = partial(url, own.cache)
        self._own = own
        self._pictures = pictures
        self._printed: dict[Placeholder, Printed] = {}

    def printed(self, placeholder: Placeholder) -> Printed:
        """The card of a placeholder."""
        if placeholder not in self._printed:
            self._printed[placeholder] = self.print(placeholder)
        return self._printed[placeholder]

    def print(self, placeholder: Placeholder) -> Printed:
        """The card of a placeholder, printed now."""
        entry, here = self._entries[placeholder.key], dict(placeholder.overrides)
        own = own_words(entry, here)
        view = self._view(placeholder, entry, page_of(entry, here), own)
        plain = plain_view(view, own)
        if placeholder.inline:
            return Printed(self._renderer.link(view).encode(), self._renderer.link(plain).encode())
        return Printed(self._renderer.block(view).encode(), self._renderer.plain(plain).encode())

    def _view(
        self, placeholder: Placeholder, entry: Entry | None, page: PageFields, own: Mapping[str, str]
    ) -> CardView:
        if placeholder.inline:
            return view_card(placeholder, entry, page)
        image = self._image(placeholder.key, page, is_own="image" in own)
        return view_card(placeholder, entry, page, image, self._icon(placeholder.key, page, is_own="icon" in own))

    def _image(self, url: str, page: PageFields, *, is_own: bool) -> ImageView | None:
        """The page's image, or one that the author names. One that cannot be had leaves none."""
        if not is_own:
            return self._from_card(url, "image", page.image_alt)
        if key := image_key(page.image):
            return self._from_card(key, "image", page.image_alt)
        return self._from_author("thumbnail", url, page.image, page.image_alt)

    def _icon(self, url: str, page: PageFields, *, is_own: bool) -> ImageView | None:
        """The site's icon, or the author's own."""
        return self._from_author("icon", url, page.icon) if is_own else self._from_card(url, "icon")

    def _from_card(self, url: str, field: Literal["image", "icon"], alt: str = "") -> ImageView | None:
        """A picture of the card for `url`, unless somebody deleted its files."""
        entry = self._entries.get(url)
        picture: Picture | None = getattr(entry.card, field) if entry and entry.card else None
        return view_image(picture, self._stored, alt) if picture and self._is_there(picture) else None

    def _from_author(self, kind: Kind, url: str, image: str, alt: str = "") -> ImageView | None:
        """A file that the author names in a post, or else in the entry for `url`."""
        own = self._own.picture(kind, image, self._store.path(url)) if image else None
        return view_image(own, self._made, alt) if own else None

    def _is_there(self, picture: Picture) -> bool:
        if self._pictures is None:
            self._pictures = self._store.picture_names()
        return self._pictures.issuperset(picture.files)
