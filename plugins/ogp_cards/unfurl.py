"""From a URL to a card: the page, its oEmbed answer, its image and its icon, within one deadline.

Only the page decides whether there is a card; an image or an icon that cannot be had is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, Protocol
from urllib.parse import urljoin

from .errors import CardError, PageRefused
from .model import Answer, Card, PageFields, Picture
from .parse import oembed_endpoint, read_oembed, read_page
from .parse.bare import is_bare


class Get(Protocol):
    """A request, as `Fetcher.get` makes it."""

    def __call__(
        self,
        url: str,
        *,
        accept: Literal["page", "image", "json"] = "page",
        etag: str = "",
        last_modified: str = "",
        deadline: float | None = None,
    ) -> Answer:
        """The answer; AddressRefused, FetchFailed, Gone or Offline when there is none."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What unfurling needs of the world. `clock` is monotonic, in seconds; `now` is aware."""

    get: Get
    make_thumbnail: Callable[[bytes], Picture]
    make_icon: Callable[[bytes], Picture]
    make_cover: Callable[[bytes], Picture]
    clock: Callable[[], float]
    now: Callable[[], datetime]
    timeout: float = 10.0
    """Seconds for all requests of one card."""


HANDS = 4
"""So many images are asked for and held at a time: each may have 8 MiB, and a thread keeps what it once needed."""


@dataclass(slots=True)
class Unfurler:
    """Makes cards, in several threads at once; asks for a site's icon once."""

    tools: Tools
    _hands: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(HANDS, "ogp-cards-images"))
    _icons: dict[str, Future[Picture | None]] = field(default_factory=dict)

    def card(self, url: str, known: Card | None = None) -> Card:
        """The card for `url`. With a `known` one the server is asked whether that still holds. CardError when there is none to be made."""
        deadline = self.tools.clock() + self.tools.timeout
        if (endpoint := oembed_endpoint(url)) and (page := self._oembed(endpoint, url, deadline)):
            return self._with_pictures(Card(page, self.tools.now()), url, known, deadline)
        is_whole = known and (known.image or not known.page.image)  # a picture that could not be had is asked for again
        etag, modified = (known.etag, known.last_modified) if known and is_whole else ("", "")
        answer = self.tools.get(url, etag=etag, last_modified=modified, deadline=deadline)
        if answer.not_modified and known:
            return replace(known, fetched=self.tools.now())
        page = self._page(answer, deadline)
        if known and is_bare(page, answer.url) and not is_bare(known.page, answer.url):
            raise PageRefused("nothing", "the answer says nothing of the page any more")
        card = Card(page, self.tools.now(), etag=answer.etag, last_modified=answer.last_modified)
        return self._with_pictures(card, answer.url, known, deadline)

    def _oembed(self, endpoint: str, url: str, deadline: float) -> PageFields | None:
        """What an endpoint says that is asked instead of the page."""
        with suppress(CardError):
            return read_oembed(self.tools.get(endpoint, accept="json", deadline=deadline).body, url)
        return None

    def _page(self, answer: Answer, deadline: float) -> PageFields:
        try:
            page = read_page(answer.body, answer.url, answer.content_type)
        except PageRefused as refused:
            if refused.oembed and (said := self._oembed(refused.oembed, answer.url, deadline)):
                return said
            raise
        if page.oembed:
            with suppress(CardError):
                told = self.tools.get(page.oembed, accept="json", deadline=deadline).body
                return read_page(answer.body, answer.url, answer.content_type, oembed=told)
        return page

    def _with_pictures(self, card: Card, url: str, known: Card | None, deadline: float) -> Card:
        if known and known.page.image == card.page.image:  # what cannot be had this time stays
            card = replace(card, image=known.image, cover=known.cover)
        if card.page.image:
            card = self._hands.submit(self._with_image, card, deadline).result()
        icon = self._icon(card.page.icon or urljoin(url, "/favicon.ico"), deadline)
        if icon is None and known and known.page.icon == card.page.icon:
            icon = known.icon
        return replace(card, icon=icon)

    def _with_image(self, card: Card, deadline: float) -> Card:
        if data := self._bytes(card.page.image, deadline):
            card = replace(card, image=_made(self.tools.make_thumbnail, data) or card.image)
            if card.page.kind == "image":
                card = replace(card, cover=_made(self.tools.make_cover, data) or card.cover)
        return card

    def _icon(self, url: str, deadline: float) -> Picture | None:
        """The site's icon, asked for by the first thread that needs it; the others wait for what comes of that."""
        mine: Future[Picture | None] = Future()
        theirs = self._icons.setdefault(url, mine)
        if theirs is not mine:
            with suppress(TimeoutError):
                return theirs.result(max(0.0, deadline - self.tools.clock()))
            return None
        picture = None
        try:
            picture = self._hands.submit(self._made_icon, url, deadline).result()
        finally:
            mine.set_result(picture)
        return picture

    def _made_icon(self, url: str, deadline: float) -> Picture | None:
        data = self._bytes(url, deadline)
        return _made(self.tools.make_icon, data) if data else None

    def _bytes(self, url: str, deadline: float) -> bytes:
        """The image's bytes, none when it cannot be had."""
        with suppress(CardError):
            return self.tools.get(url, accept="image", deadline=deadline).body if url else b""
        return b""


def _made(make: Callable[[bytes], Picture], data: bytes) -> Picture | None:
    """The picture, or None when the bytes are none that we take or the disk is full."""
    with suppress(CardError, OSError):
        return make(data)
    return None
