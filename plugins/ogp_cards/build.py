"""One build's cards and covers, from the placeholders in the posts to the pictures in the output."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican.contents import Static
from pelican.log import console

from .citations import Citations
from .contents import contents_of, put_cards, take_problems_of
from .covering import CoverBuild
from .covers import Covers
from .outputs import copy_new
from .own_images import OwnImages
from .printer import CardPrinter
from .render import CardRenderer
from .reports import Report
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
        self._printer = CardPrinter(
            CardRenderer(generator.env), self._story.entries, self._story.store, self._own_images, self._url
        )

    def run(self) -> dict[str, Any]:
        """Put the cards and covers in; the contents with cards, by URL."""
        self._learn()
        first = f'<link rel="stylesheet" href="{self._url(_STYLE.parent, _STYLE.name)}">' if self._settings.css else ""
        placed = {content.url: content for content in self._contents if self._put(content, first)}
        if not placed:
            self._files.clear()
        self._files[self._covers.folder] |= self._covers.put()
        copy_new(self._files, self._target)
        self._report.tell(self._story, self._own_images.problems, self._covers.missing)
        if summary := self._story.summary():
            console.print(summary, highlight=False)
        return dict(sorted(placed.items()))

    def _learn(self) -> None:
        """Look up all that is cited, and ask for what is due of it."""
        for content in self._contents:
            self._report.problems(content.source_path, take_problems_of(content))
        citations = Citations(self._contents, self._covers, self._story.entries)
        while new := [url for url in citations.urls() if url not in self._story.entries]:
            self._story.look_up(new)
            if not self._settings.offline and (due := self._story.due(new)):
                self._asker.ask(self._story, due)
        self._report.cards, self._report.images = citations.cards, citations.images()

    @cached_property
    def _asker(self) -> Asker:
        from .fetching import Asker  # noqa: PLC0415 - takes a tenth of a second, and most builds have nothing to ask

        return Asker(self._settings, console, language=self._context["DEFAULT_LANG"])

    def _put(self, content: Any, first: str) -> bool:
        source = Path(content.source_path)
        return put_cards(
            content,
            lambda placeholder: self._printer.card(self._own_images.settled(placeholder, source)),
            lambda placeholder: self._printer.plain(self._own_images.settled(placeholder, source)),
            first=first,
        )

    def _url(self, folder: Path, name: str) -> str:
        """The URL of a file that comes into the output because it is used. With RELATIVE_URLS Pelican settles it page by page."""
        self._files[folder].add(name)
        path = f"{self._settings.output}/{name.rpartition('/')[2]}"
        if not self._context.get("RELATIVE_URLS"):
            return f"{self._context['SITEURL']}/{path}"
        self._context["static_content"].setdefault(path, Static("", {"url": path, "save_as": path}, self._context))
        return f"{{static}}/{path}"
