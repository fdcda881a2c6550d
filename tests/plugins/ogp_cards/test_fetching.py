"""What several rounds of a build share: one budget; and what a terminal shows meanwhile."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from ogp_cards.crowd import CrowdLimits
from ogp_cards.fetching import Asker
from ogp_cards.settings import CardSettings
from ogp_cards.store import CardStore

URLS = ["https://a.example/", "https://b.example/", "https://c.example/"]


class SlowStory:
    """Asks nobody, for a while, and keeps what it was given."""

    def __init__(self, store: Path, seconds: float = 0.0) -> None:
        self.store = CardStore(store)
        self.budgets: list[float] = []
        self._seconds = seconds

    def ask(self, urls: Sequence[str], unfurler: Any, limits: CrowdLimits, progress: Callable[[], None]) -> None:
        self.budgets.append(limits.budget)
        time.sleep(self._seconds)
        for _ in urls:
            progress()


def asker(store: Path, console: Console, **settings: Any) -> Asker:
    return Asker(CardSettings(store=store, **settings), console)


def test_all_rounds_of_a_build_share_one_budget(tmp_path: Path) -> None:
    """What one has spent the next one does not have; and less than nothing is nothing."""
    story, asking = SlowStory(tmp_path, 0.05), asker(tmp_path, Console(file=io.StringIO()), budget=0.08)
    for url in URLS:
        asking.ask(story, [url])  # type: ignore[arg-type]
    first, second, third = story.budgets
    assert (first, third) == (0.08, 0.0)
    assert second <= 0.03


@pytest.mark.parametrize("is_terminal", [True, False])
def test_progress_is_shown_on_a_terminal_only(tmp_path: Path, is_terminal: bool) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=is_terminal, width=80)
    asker(tmp_path, console).ask(SlowStory(tmp_path), URLS)  # type: ignore[arg-type]
    assert ("cards" in shown.getvalue()) is is_terminal
    assert ("3/3" in shown.getvalue()) is is_terminal


def test_nothing_to_ask_for_shows_nothing(tmp_path: Path) -> None:
    shown, story = io.StringIO(), SlowStory(tmp_path)
    asker(tmp_path, Console(file=shown, force_terminal=True)).ask(story, [])  # type: ignore[arg-type]
    assert (shown.getvalue(), story.budgets) == ("", [])
