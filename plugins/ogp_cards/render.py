"""Cards as HTML: Jinja templates, the theme's before the plugin's, with autoescape, which is off in Pelican's own environment."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from .views import CardView

_TEMPLATES = Path(__file__).parent / "templates"


class CardRenderer:
    """Renders views. A theme overrides ogp_card.html, ogp_card_plain.html (feeds, summaries) or ogp_link.html (in a sentence)."""

    def __init__(self, environment: Environment) -> None:
        loaders = [loader for loader in (environment.loader, FileSystemLoader(_TEMPLATES)) if loader]
        overlay = environment.overlay(autoescape=True, loader=ChoiceLoader(loaders))
        self._block = overlay.get_template("ogp_card.html")
        self._plain = overlay.get_template("ogp_card_plain.html")
        self._link = overlay.get_template("ogp_link.html")

    def block(self, card: CardView) -> str:
        """A card of its own."""
        return self._block.render(card=card).strip()

    def plain(self, card: CardView) -> str:
        """The same as a paragraph."""
        return self._plain.render(card=card).strip()

    def link(self, card: CardView) -> str:
        """A link within a sentence."""
        return self._link.render(card=card).strip()
