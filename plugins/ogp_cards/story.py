"""The story of a build's cards: what is known of each URL, which are asked, what came of it. Effects are in what is handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from .crowd import CrowdLimits, Job, Outcome, run
from .errors import FetchFailed, Gone, NewerEntry, Offline, PageRefused
from .freshness import is_dead, is_due, state_of, with_card, with_failure
from .model import Card, Entry
from .store import CardStore

if TYPE_CHECKING:
    from .settings import CardSettings
    from .unfurl import Unfurler

_SAID = (
    ("fetched", "fetched"),
    ("fresh", "fresh"),
    ("kept", "kept (page fails)"),
    ("failing", "without a card"),
    ("dead", "dead"),
    ("left", "left for the next build"),
    ("stale", "to be refreshed (offline)"),
    ("missing", "never fetched (offline)"),
    ("newer", "of a newer format"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A URL that was asked just now and gave no card, and why."""

    url: str
    reason: str
    kept: bool
    """Whether there is a card from before."""
    dead: bool
    is_news: bool = False
    """Whether the server now says, and did not the last time, that the page is gone or is no page."""


@dataclass(slots=True)
class Story:
    """Begun with the URLs of a build; `entries` holds what is known of each at any time."""

    store: CardStore
    now: Callable[[], datetime]
    max_age: timedelta
    entries: dict[str, Entry | None] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    """URLs of which it is known, without a look at their entries, that these are fresh."""
    offline: bool = False
    unwritten: str = ""
    """Why an entry could not be written to the store, the first time that this happened."""

    def look_up(self, urls: Iterable[str]) -> None:
        """Read what the store has of these URLs."""
        self.entries.update((url, self.store.get(url)) for url in urls if url not in self.entries)

    def due(self, urls: Iterable[str]) -> list[str]:
        """Which of these URLs are to be asked: first those without a card, then the others."""
        now = self.now()
        pictures = self.store.picture_names()

        def is_due_now(url: str) -> bool:
            entry = self.entries[url]
            return is_due(entry, now, self.max_age) or _lacks_pictures(entry, pictures)

        due = [url for url in urls if url not in self.store.newer and is_due_now(url)]
        return sorted(due, key=lambda url: bool((entry := self.entries[url]) and entry.card))

    def ask(
        self, urls: Iterable[str], unfurler: Unfurler, limits: CrowdLimits, progress: Callable[[], None] = lambda: None
    ) -> None:
        """Ask for these URLs side by side; each answer is stored at once, so that nothing is lost when the build is stopped."""

        def on_progress(outcome: Outcome[Card]) -> None:
            try:
                self._take(outcome)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one card, the build goes on
                self._note(outcome.url, _words(error), self.entries[outcome.url])
            progress()

        run([Job(url, partial(unfurler.card, url, self._known(url))) for url in urls], limits, on_progress=on_progress)

    @property
    def asked(self) -> set[str]:
        """The URLs that gave an answer in this build, good or bad."""
        return self.fetched | {trouble.url for trouble in self.troubles}

    def summary(self) -> str:
        """One line with counts; empty when no URL is cited."""
        now = self.now()
        states: dict[str, str] = dict.fromkeys(self.fresh, "fresh")
        states |= {url: state_of(entry, now, self.max_age) for url, entry in self.entries.items()}
        known = dict.fromkeys(self.store.newer, "newer") | dict.fromkeys(self.fetched, "fetched")
        counts = Counter((states | {url: known[url] for url in known if url in states}).values())
        if not self.offline:
            counts["left"] = counts.pop("missing", 0) + counts.pop("stale", 0)
        said = [f"{counts[name]} {words}" for name, words in _SAID if counts[name]]
        return f"cards: {', '.join(said)}" if said else ""

    def _known(self, url: str) -> Card | None:
        """The card from before, with the pictures that are still there; the server may say that it holds only if they all are."""
        entry = self.entries[url]
        card = entry.card if entry else None
        if card is None or self.store.has_pictures(card):
            return card
        image, icon, cover = (
            picture if picture and self.store.has_picture(picture) else None
            for picture in (card.image, card.icon, card.cover)
        )
        return replace(card, image=image, icon=icon, cover=cover, etag="", last_modified="")

    def _take(self, outcome: Outcome[Card]) -> None:
        if isinstance(outcome.error, Offline):
            self.offline = True
        elif outcome.value:
            self.fetched.add(outcome.url)
            self._change(outcome.url, partial(with_card, card=outcome.value, now=self.now()))
        elif outcome.error:
            self._fail(outcome.url, outcome.error)

    def _fail(self, url: str, error: Exception) -> None:
        reason = _words(error)
        before = self.entries[url]
        is_news = isinstance(error, (Gone, PageRefused)) and not (
            before and before.failure and before.failure.reason == reason
        )
        failure = partial(
            with_failure,
            reason=reason,
            now=self.now(),
            for_good=isinstance(error, Gone),
            retry_after=error.retry_after if isinstance(error, FetchFailed) else None,
        )
        self._note(url, reason, self._change(url, failure), is_news=is_news)

    def _note(self, url: str, reason: str, entry: Entry | None, *, is_news: bool = False) -> None:
        has_card = entry is not None and entry.card is not None
        self.troubles.append(Trouble(url, reason, has_card, entry is not None and is_dead(entry), is_news))

    def _change(self, url: str, change: Callable[[Entry], Entry]) -> Entry:
        """Change the entry in the store, or at least for this build when the store cannot be written."""
        try:
            entry = self.store.change(url, change)
        except (OSError, NewerEntry) as error:
            self.unwritten = self.unwritten or f"{self.store.path(url)}: {error}"
            entry = change(self.entries[url] or Entry(url))
        self.entries[url] = entry
        return entry


def begin_story(settings: CardSettings) -> Story:
    """A story over the store that the settings name."""
    return Story(CardStore(settings.store), utc_now, settings.age)


def utc_now() -> datetime:
    """Now, to the second, as the store keeps it."""
    return datetime.now(UTC).replace(microsecond=0)


def _lacks_pictures(entry: Entry | None, there: frozenset[str]) -> bool:
    """Whether somebody deleted pictures of a card whose page can be had."""
    if entry is None or entry.card is None or entry.failure:
        return False
    return not all(there.issuperset(picture.files) for picture in entry.card.pictures)


def _words(error: Exception) -> str:
    return str(error) or type(error).__name__
