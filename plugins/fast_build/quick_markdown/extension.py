"""Puts the quick parts into a Markdown object, once all other extensions have put in theirs."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from .blocks import QuickBlocks
from .serializer import SERIALIZERS
from .strong import quicken_strong
from .tree import BlockTags, quicken_tree


class QuickMarkdownExtension(Extension):
    """May stand anywhere in the list of extensions."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register what runs first for each text."""
        md.preprocessors.register(_Begin(md), "quick_begin", 10_000)


class _Begin(Preprocessor):
    """Sees to it that what is quick fits what is registered by now."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._blocks = QuickBlocks(md.parser)
        self._tags = BlockTags(md)
        self._ready = False

    def run(self, lines: list[str]) -> list[str]:
        if not self._ready:
            self._ready = True
            self.md.serializer = SERIALIZERS.get(self.md.serializer, self.md.serializer)
            self.md.parser.parseBlocks = self._blocks.parse  # type: ignore[method-assign]
            self.md.is_block_level = self._tags.__getitem__  # type: ignore[method-assign,assignment]
            quicken_strong(self.md.delimiters)
            quicken_tree(self.md)
        self._blocks.refresh()
        self._tags.refresh()
        return lines


def makeExtension(**config: Any) -> QuickMarkdownExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return QuickMarkdownExtension(**config)
