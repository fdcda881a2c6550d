"""The network side of a build, put together from the settings: fetcher, image maker, crowd, progress."""

from __future__ import annotations

from .settings import CardSettings
from .story import Story


def ask_due(story: Story, settings: CardSettings) -> None:
    """Ask for what is due."""
