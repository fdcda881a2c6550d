"""One build's cards and covers, from the placeholders in the posts to the pictures in the output."""

from __future__ import annotations

import time
from collections import defaultdict
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Static
from rich import get_console

from .citations import Citations
from .contents import CitingContent, citations, contents_of, put_cards, take_problems_of
from .covering import CoverBuild
from .covers import Covers
from .model import Printed
from .outputs import copy_new
from .own_images import OwnImages
from .placeholders import Placeholder, is_block, read_placeholder
from .printer import CardPrinter
from .render import CardRenderer
from .reports import Report
from .reprint import Reprints, reprint_key
from .settings import CardSettings
from .story import begin_story

if TYPE_CHECKING:
    from .fetching import Asker

_STYLE = Path(__file__).parent / "static" / "ogp-card.css"


class CardBuild:
    """Everything between `all_generators_finalized` and the writing of pages."""

    def __init__(self, generators: list[Any]) -> None:
        generator = generators[0]
        self._context = generator.context
        self._settings = settings = CardSettings.read(generator.settings)
        self._contents = list(contents_of(generators))
        self._story = begin_story(settings)
        self._story.offline = settings.offline
        self._report = Report()
        self._files: dict[Path, set[str]] = defaultdict(set)
        self._target = Path(generator.output_path) / settings.output
        content, cache = Path(generator.settings["PATH"]), Path(generator.settings["CACHE_PATH"]) / "ogp_cards"
        covers = Covers(content=content, cache=cache, store=settings.store, output=settings.output)
        self._covers = CoverBuild(self._contents, covers, self._story.entries)
        self._own_images = OwnImages(content, cache)
        renderer = CardRenderer(generator.env)
        self._printer = CardPrinter(renderer, self._story.entries, self._story.store, self._own_images, self._url)
        urls = (settings.output, self._context["SITEURL"], self._context.get("RELATIVE_URLS"))
        self._reprints = Reprints(cache / "printed.sqlite3", reprint_key(renderer, settings.store, *urls), self._story)
        self._new: dict[str, tuple[Placeholder, Printed]] = {}

    def run(self) -> dict[str, Any]:
        """Put the cards and covers in; the contents with cards, by URL."""
        self._learn()
        first = self._style()
        placed = {
            citing.content.url: citing.content
            for citing in self._citing
            if put_cards(citing, partial(self._printed, citing.content.source_path), first=first)
        }
        self._reprints.keep(self._elements, self._new)
        if not placed:
            self._files.clear()
        for path in self._covers.put():
            self._files[path.parent].add(path.name)
        copy_new(self._files, self._target)
        self._report.tell(self._story, self._own_images.problems, self._covers.missing)
        if summary := self._story.summary():
            get_console().print(summary, highlight=False)
        return dict(sorted(placed.items()))

    def _style(self) -> str:
        """The link to the plugin's own style sheet, where there are blocks to be styled."""
        has_blocks = any(is_block(element) for citing in self._citing for _, element in citing.text)
        if not self._settings.css or not has_blocks:
            return ""
        return f'<link rel="stylesheet" href="{self._url(_STYLE.parent, _STYLE.name)}">'

    def _learn(self) -> None:
        """Look up all that is cited, and ask for what is due of it."""
        for content in self._contents:
            self._report.problems(content.source_path, take_problems_of(content))
        self._citing = [CitingContent(content) for content in self._contents]
        self._elements = {citing.content.source_path: citing.elements for citing in self._citing if citing.elements}
        self._take_reprints()
        cited = Citations(citations(self._citing, self._reprinted), self._covers, self._story.entries)
        if not self._settings.offline:
            self._story.store.sweep(time.time())
        while new := [url for url in cited.urls() if url not in self._story.entries]:
            self._story.look_up(new)
            if not self._settings.offline and (due := self._story.due(new)):
                self._asker.ask(self._story, due)
        self._report.cards, self._report.images = cited.cards, cited.images()

    def _take_reprints(self) -> None:
        """Find the cards that are as they were in an earlier build, with their pictures."""
        self._reprinted = self._reprints.find(self._elements)
        self._story.fresh.update(card.url for card in self._reprinted.values())
        for name in sorted({name for card in self._reprinted.values() for name in card.pictures}):
            self._url(self._story.store.folder, name)

    @cached_property
    def _asker(self) -> Asker:
        from .fetching import Asker  # noqa: PLC0415 - takes a tenth of a second, and most builds have nothing to ask

        return Asker(self._settings, get_console(), language=self._context["DEFAULT_LANG"])

    def _printed(self, source: str, element: str) -> Printed:
        """The card for an element in the post at `source`."""
        if card := self._reprinted.get(element):
            return Printed(card.html, card.plain)
        placeholder = self._own_images.settled(read_placeholder(element), Path(source))
        printed = self._printer.printed(placeholder)
        self._new[element] = placeholder, printed
        return printed

    def _url(self, folder: Path, name: str) -> str:
        """The URL of a file that comes into the output because it is used. With RELATIVE_URLS Pelican settles it page by page."""
        self._files[folder].add(name)
        path = f"{self._settings.output}/{name.rpartition('/')[2]}"
        if not self._context.get("RELATIVE_URLS"):
            return f"{self._context['SITEURL']}/{path}"
        self._context["static_content"].setdefault(path, Static("", {"url": path, "save_as": path}, self._context))
        return f"{{static}}/{path}"
