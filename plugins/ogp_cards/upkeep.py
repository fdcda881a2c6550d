"""Looking after a site's card store by hand: what is in it, what is dead, what nobody uses. Behind `invoke cards`."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from .citations import Citations
from .contents import CitingContent, citations, contents_of
from .covering import CoverBuild
from .covers import Covers
from .errors import BadLink, NewerEntry, UnreadableEntry
from .fetching import Asker, begin_story
from .freshness import State, state_of
from .links import parse_link
from .model import Entry
from .settings import CardSettings
from .story import Story
from .words import FIELDS, mistake, mistakes, page_of


@dataclass(frozen=True, slots=True)
class CardRow:
    """A URL that posts cite or the store knows."""

    url: str
    state: State
    title: str
    seen: datetime | None
    """When its page was last seen well."""
    reason: str
    """Why it cannot be had at present."""
    posts: tuple[str, ...]
    """Paths of the posts that cite it, relative to the content folder; none: unused."""


@dataclass(frozen=True, slots=True)
class Unused:
    """A file of the store that no post needs."""

    path: Path
    words: tuple[str, ...] = ()
    """The fields that the author has set in it, which would be lost."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A post with `status: skip`, of which Pelican makes nothing: as much of a content as what it cites."""

    source_path: str
    metadata: Mapping[str, Any]
    _content: str


class Upkeep:
    """The store and the posts of a site, as they are now. `generators` are Pelican's, with their contents read and nothing else done."""

    def __init__(self, generators: list[Any]) -> None:
        settings: Mapping[str, Any] = generators[0].settings
        self._settings = CardSettings.read(settings)
        self._content = Path(settings["PATH"])
        self._language = settings["DEFAULT_LANG"]
        self._story = begin_story(self._settings)
        missing = {path: _set_aside(generators[0], path) for path in sorted(_missing(generators[0]))}
        contents = [*contents_of(generators), *filter(None, missing.values())]
        self.unread = [path for path, post in missing.items() if post is None]
        """Posts and pages that were not read, relative to the content folder: what they cite is not known."""
        covers = Covers(
            content=self._content, cache=Path(settings["CACHE_PATH"]), store=self._settings.store, output=""
        )
        entries = self._story.entries
        cited = citations(map(CitingContent, contents))
        self._citations = Citations(cited, CoverBuild(contents, covers, entries), entries)
        self._look_up()

    def rows(self) -> list[CardRow]:
        """Everything cited, then everything stored and unused, each in order of URL."""
        cited = self._citations.urls()
        unused = {entry.url: entry for _, entry in self._stored() if entry.url not in cited}
        rows = [self._row(url, self._story.entries[url], cited[url]) for url in sorted(cited)]
        return rows + [self._row(url, unused[url], ()) for url in sorted(unused)]

    def refresh(self, console: Console, *, url: str = "", dead: bool = False, seconds: float = 3600) -> Story:
        """Ask again, now, for one URL, for those that are dead or failing, or for all; takes at most so many seconds. BadLink."""
        if url:
            key = parse_link(url).key
            self._story.look_up([key])
            urls = [key]
        else:
            failing = {"kept", "failing", "dead"}
            urls = [row.url for row in self.rows() if row.posts and (not dead or row.state in failing)]
        return self._ask(console, urls, seconds)

    def refresh_due(self, console: Console, *, seconds: float) -> Story:
        """Ask for what a build would ask for, for at most so many seconds; offline for nothing."""
        if self._settings.offline:
            return self._story
        return self._ask(console, self._story.due(self._citations.urls()), seconds)

    def unused(self) -> list[Unused]:
        """The entries that no post needs, and the pictures that no entry does; no pictures while an entry cannot be read."""
        self._look_up()
        cited = self._citations.urls()
        stored = list(self._stored())
        kept = {
            name
            for _, entry in stored
            if entry.url in cited and entry.card
            for picture in entry.card.pictures
            for name in picture.files
        }
        entries = [Unused(path, tuple(entry.overrides)) for path, entry in stored if entry.url not in cited]
        if self._story.store.unreadable:
            return entries
        pictures = sorted(self._story.store.picture_names() - kept)
        return entries + [Unused(self._settings.store / name) for name in pictures]

    def edit(self, url: str, words: Mapping[str, str | None]) -> Entry:
        """Set the author's own words for a URL; None takes one away, an empty text hides the page's. BadLink, NewerEntry, OSError."""
        for name, text in words.items():
            if text is not None and (wrong := mistake(name, text)):
                raise BadLink(wrong)

        def change(entry: Entry) -> Entry:
            merged = {**entry.overrides, **words}
            taken_back = {name for name, text in words.items() if text is None}
            return replace(entry, overrides={name: text for name, text in merged.items() if name not in taken_back})

        return self._story.store.change(parse_link(url).key, change)

    def words(self, url: str) -> dict[str, str]:
        """What the card of a URL says at present, for each field that an author can set. BadLink."""
        page = page_of(self._story.store.get(parse_link(url).key))
        return {name: getattr(page, name) for name in FIELDS}

    def complaints(self) -> list[tuple[Path, str]]:
        """What is wrong with files of the store, one sentence each."""
        wrong = [(path, mistake) for path, entry in self._stored() for mistake in mistakes(entry)]
        return wrong + list(self._story.store.complaints().items())

    def _ask(self, console: Console, urls: list[str], seconds: float) -> Story:
        """Ask for these URLs, and then for what is due of the images that the answers name."""
        self._story.store.sweep(time.time())
        settings = self._settings.model_copy(update={"budget": seconds})
        asker = Asker(settings, console, language=self._language)
        asker.ask(self._story, urls)
        while new := self._look_up():
            asker.ask(self._story, self._story.due(new))
        return self._story

    def _look_up(self) -> list[str]:
        """Read what the store has of all that is needed; the URLs of which nothing was known so far."""
        found: list[str] = []
        while new := [url for url in self._citations.urls() if url not in self._story.entries]:
            self._story.look_up(new)
            found += new
        return found

    def _stored(self) -> Iterable[tuple[Path, Entry]]:
        for path in self._story.store.files():
            try:
                yield path, self._story.store.read_file(path)
            except (UnreadableEntry, NewerEntry, OSError) as error:
                self._story.store.unreadable.setdefault(path, str(error))

    def _row(self, url: str, entry: Entry | None, posts: Iterable[str]) -> CardRow:
        card = entry.card if entry else None
        return CardRow(
            url,
            state_of(entry, self._story.now(), self._settings.age),
            page_of(entry).title,
            card.fetched if card else None,
            entry.failure.reason if entry and entry.failure else "",
            tuple(Path(post).relative_to(self._content).as_posix() for post in posts),
        )


def _missing(generator: Any) -> Iterator[str]:
    """The source files that gave no content: with a mistake, or skipped."""
    for kind in ("ARTICLE", "PAGE"):
        paths, excluded = (generator.settings[f"{kind}_{which}"] for which in ("PATHS", "EXCLUDES"))
        for path in map(Path, generator.get_files(paths, exclude=excluded)):
            if generator.context["generated_content"].get(path.as_posix()) is None:
                yield path.as_posix()


def _set_aside(generator: Any, path: str) -> SetAside | None:
    """The post when its author says `status: skip`; None when it cannot be read."""
    source = Path(generator.path, path)
    try:
        text, metadata = generator.readers.readers[source.suffix[1:].lower()].read(str(source))
    except Exception:  # noqa: BLE001  whatever a reader has against it, the build says so
        return None
    is_skipped = metadata.get("status") == "skip" and isinstance(text, str)
    return SetAside(str(source), metadata, text) if is_skipped else None
