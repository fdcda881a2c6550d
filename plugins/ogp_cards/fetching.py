"""The network side, put together from the settings: fetcher, pictures, crowd, and a progress bar on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from .crowd import CrowdLimits
from .fetch import Fetcher, FetchLimits
from .images import Pictures
from .settings import CardSettings
from .story import Story, begin_story, utc_now
from .unfurl import Tools, Unfurler

__all__ = ["Asker", "begin_story", "fetch_limits", "utc_now"]
_PORTS = frozenset({80, 443})


class Asker:
    """Asks for URLs, several times if need be, within the settings' budget. `language`: the site's, for pages that have several."""

    def __init__(self, settings: CardSettings, console: Console, *, language: str = "") -> None:
        self._settings = settings
        self._console = console
        self._language = language
        self._left = settings.budget
        self._unfurler: Unfurler | None = None

    def ask(self, story: Story, urls: Sequence[str]) -> None:
        """Ask for these URLs; what the budget does not reach stays as it is."""
        if not urls:
            return
        if self._unfurler is None:
            self._unfurler = Unfurler(_tools(self._settings, self._language))
        began = time.monotonic()
        limits = CrowdLimits(self._left, self._settings.hosts, self._settings.connections)
        with _progress(self._console, len(urls)) as advance:
            story.ask(urls, self._unfurler, limits, advance)
        self._left = max(0.0, self._left - (time.monotonic() - began))


def fetch_limits(settings: CardSettings, language: str = "") -> FetchLimits:
    """What the fetcher may do under these settings."""
    usual = FetchLimits()
    return FetchLimits(
        timeout=settings.timeout,
        ports=_PORTS | settings.allowed_ports,
        allowed_hosts=settings.allowed_hosts,
        user_agent=f"{usual.user_agent} {settings.user_agent}".strip(),
        language=f"{language},en;q=0.5" if language else "",
        proxy=settings.proxy,
        ca_file=settings.ca_file,
        robots=settings.robots,
        connections_per_host=settings.connections,
        pause=settings.pause,
    )


def _tools(settings: CardSettings, language: str) -> Tools:
    fetcher = Fetcher(fetch_limits(settings, language))
    pictures = Pictures(settings.store)
    return Tools(
        fetcher.get, pictures.thumbnail, pictures.icon, pictures.cover, fetcher.clock, utc_now, settings.timeout
    )


@contextmanager
def _progress(console: Console, total: int) -> Iterator[Callable[[], None]]:
    """A bar while cards are fetched, on a terminal only."""
    if not console.is_terminal:
        yield lambda: None
        return
    columns = (TextColumn("cards"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("cards", total=total)
        yield lambda: progress.advance(task)
