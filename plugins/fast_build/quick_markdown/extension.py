"""Puts the quick parts into a Markdown object, once all other extensions have put in theirs."""

from __future__ import annotations

from typing import Any

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor

from .blocks import QUICK_BLOCKS, QuickBlocks
from .inline import QuickInline
from .serializer import SERIALIZERS
from .strong import quicken_strong
from .text import QUICK_TEXT
from .tree import QUICK_TREE, BlockTags

_QUICK: dict[type, type] = {**QUICK_TEXT, **QUICK_BLOCKS, **QUICK_TREE}


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
            _quicken(self.md)
        self._blocks.refresh()
        self._tags.refresh()
        return lines


def _quicken(md: Markdown) -> None:
    """Make those of exactly the known classes ours. Of the inline processors only Markdown's own: another one has patterns of its own."""
    for processor in (*md.preprocessors, *md.parser.blockprocessors, *md.treeprocessors, *md.postprocessors):
        processor.__class__ = _QUICK.get(type(processor), type(processor))
    if "inline" in md.treeprocessors and type(md.treeprocessors["inline"]) is InlineProcessor:
        md.treeprocessors["inline"].__class__ = QuickInline


def makeExtension(**config: Any) -> QuickMarkdownExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return QuickMarkdownExtension(**config)
