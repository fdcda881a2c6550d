"""Cards as HTML: Jinja templates, the theme's before the plugin's, with autoescape, which is off in Pelican's own environment."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Template

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
        self._globals = dict(self._block.globals)

    def block(self, card: CardView) -> str:
        """A card of its own."""
        return self._render(self._block, card)

    def plain(self, card: CardView) -> str:
        """The same as a paragraph."""
        return self._render(self._plain, card)

    def link(self, card: CardView) -> str:
        """A link within a sentence."""
        return self._render(self._link, card)

    def _render(self, template: Template, card: CardView) -> str:
        """As `Template.render` does, which for each of thousands of cards gathers the globals again."""
        context = template.new_context({**self._globals, "card": card}, shared=True)
        return "".join(template.root_render_func(context)).strip()
