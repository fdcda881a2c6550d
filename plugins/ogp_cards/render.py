"""Cards as HTML: Jinja templates, the theme's before the plugin's, with autoescape, which is off in Pelican's own environment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, Template

from .views import CardView, ImageView

_TEMPLATES = Path(__file__).parent / "templates"
_PICTURE = ImageView("/a.webp", "/a.webp 1x, /b.webp 2x", 2, 1, "<alt>")
_WORDS = ("<title>", "a.example", False, "description", "site", "author", "2025-01-01", "en", "PDF")
_SAMPLE = CardView("https://a.example/?b&c", *_WORDS, _PICTURE, _PICTURE, "https://b.example/")


class CardRenderer:
    """Renders views. A theme overrides ogp_card.html, ogp_card_plain.html (feeds, summaries) or ogp_link.html (in a sentence)."""

    def __init__(self, environment: Environment) -> None:
        loaders = [loader for loader in (environment.loader, FileSystemLoader(_TEMPLATES)) if loader]
        overlay = environment.overlay(autoescape=True, loader=ChoiceLoader(loaders))
        names = ("ogp_card.html", "ogp_card_plain.html", "ogp_link.html")
        self._templates = self._block, self._plain, self._link = [overlay.get_template(name) for name in names]
        self._values: dict[str, Any] = dict(self._block.globals)
        self._contexts = {template: template.new_context(self._values, shared=True) for template in self._templates}

    def block(self, card: CardView) -> str:
        """A card of its own."""
        return self._render(self._block, card)

    def plain(self, card: CardView) -> str:
        """The same as a paragraph."""
        return self._render(self._plain, card)

    def link(self, card: CardView) -> str:
        """A link within a sentence."""
        return self._render(self._link, card)

    def sample(self) -> str | None:
        """Cards that differ when Jinja is set otherwise; None with a theme's own templates, which may depend on anything."""
        if any(Path(template.filename or "").parent != _TEMPLATES for template in self._templates):
            return None
        return "".join(self._render(template, _SAMPLE) for template in self._templates)

    def _render(self, template: Template, card: CardView) -> str:
        """As `Template.render` does, which for each of thousands of cards makes a context and gathers the globals again."""
        context = self._contexts[template]
        self._values["card"] = card
        context.vars.clear()
        context.exported_vars.clear()
        return "".join(template.root_render_func(context)).strip()
