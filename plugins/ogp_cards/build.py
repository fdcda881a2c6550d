"""One build's cards and covers, from the placeholders in the posts to the pictures in the output."""

from __future__ import annotations

import time
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich import get_console

from .ahead import Ahead
from .citations import Citations
from .contents import CitingContent, citations, contents_of, put_cards, take_problems_of
from .covering import CoverBuild
from .covers import Covers
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
        self._learn()
        first = self._style()
        placed = {
            citing.content.url: citing.content
            for citing in self._citing
            if put_cards(citing, partial(self._printed, citing.content.source_path), first=first, shelf=self._shelf)
        }
        if not placed:
            self._files.forget()
        self._files.add(self._covers.put())
        self._files.copy_to(self._target)
        self._report.tell(self._story, self._own_images.problems, self._covers.missing)
        if summary := self._story.summary():
            get_console().print(summary, highlight=False)
        return dict(sorted(placed.items()))

    def _style(self) -> str:
        """The link to the plugin's own style sheet, where there are blocks to be styled."""
        has_blocks = any(is_block(element) for citing in self._citing for _, element in citing.text)
        if not self._settings.css or not has_blocks:
            return ""
        return f'<link rel="stylesheet" href="{self._files.url(_STYLE.parent, _STYLE.name)}">'

    def _learn(self) -> None:
        """Look up all that is cited, and ask for what is due of it."""
        for content in self._contents:
            self._report.problems(content.source_path, take_problems_of(content))
        self._citing = [CitingContent(content) for content in self._contents]
        self._print_ahead()
        cited = Citations(citations(self._citing, self._ahead), self._covers, self._story.entries)
        if not self._settings.offline:
            self._story.store.sweep(time.time())
        while new := [url for url in cited.urls() if url not in self._story.entries]:
            self._story.look_up(new)
            if not self._settings.offline and (due := self._story.due(new)):
                self._asker.ask(self._story, due)
        self._report.cards, self._report.images = cited.cards, cited.images()

    def _print_ahead(self) -> None:
        """Have the cards for which a fresh entry is enough: as an earlier build kept them, or printed now."""
        cited = {citing.content.source_path: citing.elements for citing in self._citing if citing.elements}
        self._ahead = self._reprints.find(cited)
        missing = [[e for e in elements if e not in self._ahead] for elements in cited.values()]
        ahead = Ahead(self._story, self._new_printer)
        new = {card.element: card for card in ahead.cards([*filter(None, missing)], self._spread)}
        self._ahead |= new
        self._reprints.keep(cited, self._ahead, new)
        self._story.fresh.update(card.url for card in self._ahead.values())
        for name in sorted({name for card in self._ahead.values() for name in card.pictures}):
            self._files.url(self._story.store.folder, name)

    @cached_property
    def _asker(self) -> Asker:
        from .fetching import Asker  # noqa: PLC0415 - takes a tenth of a second, and most builds have nothing to ask

        return Asker(self._settings, get_console(), language=self._context["DEFAULT_LANG"])

    def _printed(self, source: str, element: str) -> Printed:
        """The card for an element in the post at `source`."""
        if card := self._ahead.get(element):
            return Printed(card.html, card.plain)
        return self._printer.printed(self._own_images.settled(read_placeholder(element), Path(source)))
