"""Refreshes stale link cards before a build, and tells dead links. Whatever the network or the store does is said and stops nothing."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fuda.build import BuildFailed
from fuda.cards import CardsFailed, NoCards, dead_links, refresh_due


class Refreshed(NamedTuple):
    """Lines on what was done, and on each dead link."""

    said: tuple[str, ...] = ()
    dead: tuple[str, ...] = ()


def refresh_cards(settings_file: Path, budget: float) -> Refreshed:
    """Refresh for at most `budget` seconds; 0: only tell dead links."""
    try:
        said, dead = refresh_due(settings_file, budget) if budget else ([], dead_links(settings_file))
    except NoCards:
        return Refreshed()
    except CardsFailed as error:
        return Refreshed((f"cards: not refreshed: {error}",))
    return Refreshed(tuple(said), tuple(dead))


def read_dead_links(settings_file: Path) -> tuple[str, ...]:
    """The dead links that the card store knows of. Raises BuildFailed."""
    try:
        return tuple(dead_links(settings_file))
    except NoCards:
        return ()
    except CardsFailed as error:
        raise BuildFailed(str(error)) from error
