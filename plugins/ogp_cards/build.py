"""One build's cards and covers, from the placeholders in the posts to the pictures in the output."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import get_console

from .ahead import Ahead
from .citations import Citations
from .contents import Citation, CitingContent, citations, contents_of, put_cards, take_problems_of
from .covering import CoverBuild
from .covers import Covers
from .kept import KeptCard
from .model import Printed
from .outputs import UsedFiles
from .own_images import OwnImages
from .placeholders import is_block, read_placeholder
from .printer import CardPrinter
from .render import CardRenderer
from .reports import Report
from .reprint import Reprints, reprint_key
from .settings import CardSettings
from .story import begin_story

if TYPE_CHECKING:
    from .fetching import Asker

_STYLE = Path(__file__).parent / "static" / "ogp-card.css"
_SPREAD, _SHELF = "FAST_BUILD_SPREAD", "FAST_BUILD_SHELF"
"""Settings in which another plugin may offer to do a job in many processes, and to have texts on disk instead of in memory."""


Cards = dict[str, Printed]
"""Cards by the elements in whose places they come."""


class CardBuild:
    """Everything between `all_generators_finalized` and the writing of pages."""

    def __init__(self, generators: list[Any]) -> None:
        generator = generators[0]
        self._context = generator.context
        self._settings = settings = CardSettings.read(generator.settings)
        self._spread, self._shelf = generator.settings.get(_SPREAD, map), generator.settings.get(_SHELF)
        self._contents = list(contents_of(generators))
        self._story = begin_story(settings)
        self._story.offline = settings.offline
        self._report = Report()
        self._placed: dict[str, Any] = {}
        self._target = Path(generator.output_path) / settings.output
        self._files = UsedFiles(settings.output, self._context)
        content, cache = Path(generator.settings["PATH"]), Path(generator.settings["CACHE_PATH"]) / "ogp_cards"
        covers = Covers(content=content, cache=cache, store=settings.store, output=settings.output)
        self._covers = CoverBuild(self._contents, covers, self._story.entries)
        self._own_images = OwnImages(content, cache)
        renderer = CardRenderer(generator.env)
        self._new_printer = partial(
            CardPrinter, renderer, store=self._story.store, own=self._own_images, url=self._files.url
        )
        self._printer = self._new_printer(self._story.entries)
        urls = (settings.output, self._context["SITEURL"], self._context.get("RELATIVE_URLS"))
        self._reprints = Reprints(cache / "printed.sqlite3", reprint_key(renderer, settings.store, *urls), self._story)

    def run(self) -> dict[str, Any]:
        """Put the cards and covers in; the contents with cards, by URL."""
        citing = [each for each in map(self._citing, self._contents) if each.elements]
        self._first = self._style(citing)
        self._left = {each.content.source_path: each for each in citing}
        self._known: dict[str, Cards] = {path: {} for path in self._left}
        if citing:
            self._print_ahead()
        self._learn(citations(self._left.values(), self._known))
        for path, each in [*self._left.items()]:
            self._put(path, {e: self._printed(path, e) for e in each.elements if e not in self._known[path]})
        if not self._placed:
            self._files.forget()
        self._files.add(self._covers.put())
        self._files.copy_to(self._target)
        self._report.tell(self._story, self._own_images.problems, self._covers.missing)
        if summary := self._story.summary():
            get_console().print(summary, highlight=False)
        return dict(sorted(self._placed.items()))

    def _citing(self, content: Any) -> CitingContent:
        """A content with its placeholders; what the Markdown extension could not read is said and taken out."""
        self._report.problems(content.source_path, take_problems_of(content))
        return CitingContent(content)

    def _style(self, citing: Iterable[CitingContent]) -> str:
        """The link to the plugin's own style sheet, where there are blocks to be styled."""
        has_blocks = any(is_block(element) for each in citing for _, element in each.text)
        if not self._settings.css or not has_blocks:
            return ""
        return f'<link rel="stylesheet" href="{self._files.url(_STYLE.parent, _STYLE.name)}">'

    def _print_ahead(self) -> None:
        """Put in the cards for which fresh entries are enough: as an earlier build kept them, or printed now."""
        pictures = self._story.store.picture_names()
        cited = {path: each.elements for path, each in self._left.items()}
        found = self._reprints.find(cited, pictures)
        kept = {path: cards for path, cards in found if not self._take(path, cards)}
        missing = {path: [e for e in cited[path] if e not in self._known[path]] for path in self._left}
        ahead = Ahead(self._story, self._new_printer, pictures).cards([*missing.values()], self._spread)
        for path, new in zip(missing, ahead, strict=True):
            self._take(path, new)
            if new:
                self._reprints.keep(path, [*kept.get(path, ()), *new])
        self._reprints.end()

    def _take(self, path: str, cards: Iterable[KeptCard]) -> bool:
        """Put cards of a post in, and note what they use of the store; whether it has all of its cards now."""
        for card in cards:
            self._story.fresh.add(card.url)
            self._files.use(self._story.store.folder, card.pictures)
        return self._put(path, {card.element: Printed(card.html, card.plain) for card in cards})

    def _put(self, path: str, cards: Cards) -> bool:
        """Put cards of a post in, as soon as it has all of them."""
        known = self._known[path] | cards
        if not known.keys() >= {*self._left[path].elements}:
            self._known[path] = known
            return False
        del self._known[path]
        citing = self._left.pop(path)
        if put_cards(citing, known, first=self._first, shelf=self._shelf):
            self._placed[citing.content.url] = citing.content
        return True

    def _learn(self, cited: Iterable[Citation]) -> None:
        """Look up all that is cited, and ask for what is due of it."""
        needed = Citations(cited, self._covers, self._story.entries)
        if not self._settings.offline:
            self._story.store.sweep(time.time())
        while new := [url for url in needed.urls() if url not in self._story.entries]:
            self._story.look_up(new)
            if not self._settings.offline and (due := self._story.due(new)):
                self._asker.ask(self._story, due)
        self._report.cards, self._report.images = needed.cards, needed.images()

    @cached_property
    def _asker(self) -> Asker:
        from .fetching import Asker  # noqa: PLC0415 - takes a tenth of a second, and most builds have nothing to ask

        return Asker(self._settings, get_console(), language=self._context["DEFAULT_LANG"])

    def _printed(self, source: str, element: str) -> Printed:
        """The card for an element in the post at `source`."""
        return self._printer.printed(self._own_images.settled(read_placeholder(element), Path(source)))
