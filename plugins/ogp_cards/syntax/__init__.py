"""`[[ogp:URL]]` in Markdown: a Python-Markdown extension, text in, inert placeholders out. Add it by this module's dotted name."""

from .extension import OgpCardsExtension, makeExtension
from .written import Citation, Written, find_cards, read_card

__all__ = ["Citation", "OgpCardsExtension", "Written", "find_cards", "makeExtension", "read_card"]
