"""One build's cards, from the placeholders in the posts to the pictures in the output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pelican.contents import Static
from pelican.log import console

from .contents import contents_of, placeholders_of, put_cards, take_problems_of
from .errors import BadLink
from .fetching import ask, begin_story
from .links import parse_link
from .model import Picture
from .outputs import copy_new
from .placeholders import Placeholder
from .render import CardRenderer
from .reports import report_problems, report_story
from .settings import CardSettings
from .store import PICTURES
from .views import CardView, view_card

_STYLE = Path(__file__).parent / "static" / "ogp-card.css"


class CardBuild:
    """Everything between `all_generators_finalized` and the writing of pages."""

    def __init__(self, generators: list[Any]) -> None:
        generator = generators[0]
        self._context = generator.context
        self._output = Path(generator.output_path)
        self._settings = CardSettings.read(generator.settings)
        self._contents = list(contents_of(generators))
        self._story = begin_story(self._settings)
        self._renderer = CardRenderer(generator.env)
        self._views: dict[Placeholder, CardView] = {}
        self._html: dict[Placeholder, str] = {}
        self._files: set[str] = set()

    def run(self) -> dict[str, Any]:
        """Put the cards in; the contents that have any, by URL."""
        cited_by = self._look_up()
        if not self._settings.offline:
            ask(self._story, self._story.due(), self._settings, console, language=self._context["DEFAULT_LANG"])
        first = f'<link rel="stylesheet" href="{self._url(_STYLE.name)}">' if self._settings.css else ""
        placed = {
            content.url: content
            for content in self._contents
            if put_cards(content, self._card, self._plain, first=first)
        }
        if placed:
            self._copy_files()
        report_story(self._story, cited_by)
        if summary := self._story.summary():
            console.print(summary, highlight=False)
        return placed

    def _look_up(self) -> dict[str, str]:
        """Read the store's entries for all that is cited; the post that cites each URL first."""
        cited_by: dict[str, str] = {}
        named: dict[str, str] = {}
        for content in self._contents:
            report_problems(content.source_path, take_problems_of(content))
            for placeholder in placeholders_of(content):
                cited_by.setdefault(placeholder.key, content.source_path)
                named.setdefault(_image_key(placeholder.override("image")), content.source_path)
        self._story.look_up(cited_by)
        entries = [(url, entry) for url, entry in self._story.entries.items() if entry]
        for url, entry in entries:
            named.setdefault(_image_key(entry.overrides.get("image")), cited_by[url])
        named.pop("", None)
        self._story.look_up(named)
        return named | cited_by

    def _view(self, placeholder: Placeholder) -> CardView:
        if placeholder not in self._views:
            entry = self._story.entries[placeholder.key]
            named = placeholder.override("image")
            own = _image_key(entry.overrides.get("image") if named is None and entry else named)
            self._views[placeholder] = view_card(placeholder, entry, self._url, self._picture_of(own))
        return self._views[placeholder]

    def _picture_of(self, key: str) -> Picture | None:
        entry = self._story.entries.get(key)
        return entry.card.image if entry and entry.card else None

    def _card(self, placeholder: Placeholder) -> str:
        """The HTML of one place, made once for all places that are alike."""
        if placeholder not in self._html:
            render = self._renderer.link if placeholder.inline else self._renderer.block
            self._html[placeholder] = render(self._view(placeholder))
        return self._html[placeholder]

    def _plain(self, placeholder: Placeholder) -> str:
        return self._card(placeholder) if placeholder.inline else self._renderer.plain(self._view(placeholder))

    def _url(self, name: str) -> str:
        """The URL of a file that comes into the output because it is used. With RELATIVE_URLS Pelican settles it page by page."""
        path = f"{self._settings.output}/{name.removeprefix(f'{PICTURES}/')}"
        self._files.add(name)
        if not self._context.get("RELATIVE_URLS"):
            return f"{self._context['SITEURL']}/{path}"
        self._context["static_content"].setdefault(path, Static("", {"url": path, "save_as": path}, self._context))
        return f"{{static}}/{path}"

    def _copy_files(self) -> None:
        own = {_STYLE.name: _STYLE}
        files = sorted(own.get(name, self._settings.store / name) for name in self._files)
        copy_new(files, self._output / self._settings.output)


def _image_key(named: str | None) -> str:
    """The store key of an image that an author named by its URL; empty for none."""
    try:
        return parse_link(named or "").key
    except BadLink:
        return ""
