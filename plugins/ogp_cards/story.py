"""The story of a build's cards: what is known of each URL, which are asked, what came of it. Effects are in what is handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from .crowd import CrowdLimits, Job, Outcome, run
from .errors import FetchFailed, Gone, NewerEntry, Offline
from .freshness import is_dead, is_due, state_of, with_card, with_failure
from .model import Card, Entry
from .store import CardStore
from .unfurl import Unfurler

_SAID = (
    ("fetched", "fetched"),
    ("fresh", "fresh"),
    ("kept", "kept (site down)"),
    ("failing", "without a card"),
    ("dead", "dead"),
    ("left", "left for the next build"),
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """A URL that was asked just now and gave no card, and why."""

    url: str
    reason: str
    kept: bool
    """Whether there is a card from before."""
    dead: bool


@dataclass(slots=True)
class Story:
    """Begun with the URLs of a build; `entries` holds what is known of each at any time."""

    store: CardStore
    now: Callable[[], datetime]
    max_age: timedelta
    entries: dict[str, Entry | None] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    fetched: set[str] = field(default_factory=set)
    offline: bool = False
    unwritten: str = ""
    """Why an entry could not be written to the store, the first time that this happened."""

    def look_up(self, urls: Iterable[str]) -> None:
        """Read what the store has of these URLs."""
        self.entries.update((url, self.store.get(url)) for url in urls if url not in self.entries)

    def due(self, urls: Iterable[str]) -> list[str]:
        """Which of these URLs are to be asked: first those without a card, then the others."""
        now = self.now()
        due = [url for url in urls if is_due(self.entries[url], now, self.max_age)]
        return sorted(due, key=lambda url: bool((entry := self.entries[url]) and entry.card))

    def ask(
        self, urls: Iterable[str], unfurler: Unfurler, limits: CrowdLimits, progress: Callable[[], None] = lambda: None
    ) -> None:
        """Ask for these URLs side by side; each answer is stored at once, so that nothing is lost when the build is stopped."""

        def on_progress(outcome: Outcome[Card]) -> None:
            self._take(outcome)
            progress()

        run([Job(url, partial(unfurler.card, url, self._known(url))) for url in urls], limits, on_progress=on_progress)

    @property
    def asked(self) -> set[str]:
        """The URLs that gave an answer in this build, good or bad."""
        return self.fetched | {trouble.url for trouble in self.troubles}

    def summary(self) -> str:
        """One line with counts; empty when no URL is cited."""
        now = self.now()
        counts = Counter(
            "fetched" if url in self.fetched else state_of(entry, now, self.max_age)
            for url, entry in self.entries.items()
        )
        counts["left"] = counts["missing"] + counts["stale"]
        said = [f"{counts[name]} {words}" for name, words in _SAID if counts[name]]
        offline = " (offline)" if self.offline and counts["left"] else ""
        return f"cards: {', '.join(said)}{offline}" if said else ""

    def _known(self, url: str) -> Card | None:
        """The card that the server may say still holds: only if all of it is here."""
        entry = self.entries[url]
        card = entry.card if entry else None
        return card if card and self.store.has_pictures(card) else None

    def _take(self, outcome: Outcome[Card]) -> None:
        if isinstance(outcome.error, Offline):
            self.offline = True
        elif outcome.value:
            self.fetched.add(outcome.url)
            self._change(outcome.url, partial(with_card, card=outcome.value))
        elif outcome.error:
            self._fail(outcome.url, outcome.error)

    def _fail(self, url: str, error: Exception) -> None:
        reason = str(error) or type(error).__name__
        failure = partial(
            with_failure,
            reason=reason,
            now=self.now(),
            for_good=isinstance(error, Gone),
            retry_after=error.retry_after if isinstance(error, FetchFailed) else None,
        )
        entry = self._change(url, failure)
        self.troubles.append(Trouble(url, reason, kept=entry.card is not None, dead=is_dead(entry)))

    def _change(self, url: str, change: Callable[[Entry], Entry]) -> Entry:
        """Change the entry in the store, or at least for this build when the store cannot be written."""
        try:
            entry = self.store.change(url, change)
        except (OSError, NewerEntry) as error:
            self.unwritten = self.unwritten or f"{self.store.path(url)}: {error}"
            entry = change(self.entries[url] or Entry(url))
        self.entries[url] = entry
        return entry
