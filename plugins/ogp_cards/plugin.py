"""Pelican's signals."""

from __future__ import annotations

from typing import Any

from pelican.plugins import signals

from .build import CardBuild
from .contents import put_plain_into_feed

EXTENSION = f"{__package__}.syntax"


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(add_extension)
    signals.all_generators_finalized.connect(put_cards)
    signals.feed_generated.connect(make_feed_plain)


def add_extension(pelican: Any) -> None:
    """Have Markdown read `[[ogp:URL]]`, in a MARKDOWN setting of this run's own."""
    markdown = pelican.settings["MARKDOWN"]
    pelican.settings["MARKDOWN"] = {**markdown, "extensions": [*markdown.get("extensions", []), EXTENSION]}


def put_cards(generators: list[Any]) -> None:
    """Once all posts and pages are read: look up, fetch, render."""
    build = CardBuild(generators)
    generators[0].context["ogp_cards_contents"] = build.run()


def make_feed_plain(context: dict[str, Any], feed: Any) -> None:
    """In feeds a card is a paragraph."""
    contents = context.get("ogp_cards_contents", {})
    put_plain_into_feed(feed, contents, summaries_only=context.get("RSS_FEED_SUMMARY_ONLY", True))
