"""This machine: the link `current`, which a run swaps for every target, is the live site."""

from __future__ import annotations

from pathlib import Path


class Local:
    """Nothing more to do than to swap the link."""

    place = "local"

    def check(self) -> None:
        """Nothing is needed."""

    def publish(self, folder: Path) -> None:
        """Nothing is sent."""
