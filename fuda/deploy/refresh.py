"""Refreshes stale link cards before a build. Whatever the network or the store does is said and stops nothing."""

from __future__ import annotations

from pathlib import Path

from fuda.cards import CardsFailed, NoCards, refresh_due


def refresh_cards(settings_file: Path, budget: float) -> tuple[str, ...]:
    """Refresh for at most `budget` seconds (0: not at all); returns lines on what was done, and on dead links."""
    if not budget:
        return ()
    try:
        return tuple(refresh_due(settings_file, budget))
    except NoCards:
        return ()
    except CardsFailed as error:
        return (f"cards: not refreshed: {error}",)
