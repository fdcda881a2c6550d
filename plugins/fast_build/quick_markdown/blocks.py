"""Block processors: for each block, only those that can match are asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from markdown import blockprocessors as stock
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor

_NEEDS: dict[type[BlockProcessor], tuple[str, ...]] = {
    stock.HashHeaderProcessor: ("#",),
    stock.SetextHeaderProcessor: ("\n=", "\n-"),
    stock.HRProcessor: ("---", "- -", "-  -", "___", "_ _", "_  _", "***", "* *", "*  *"),
    stock.OListProcessor: (". ",),
    stock.UListProcessor: ("- ", "* ", "+ "),
    stock.BlockQuoteProcessor: (">",),
    stock.ReferenceProcessor: ("]:",),
    AbbrBlockprocessor: ("*[",),
    DefListProcessor: (": ",),
    FootnoteBlockProcessor: ("[^",),
    MarkdownInHtmlProcessor: ("\x02wzxhzdk:",),
    TableProcessor: ("|",),
}
"""Class -> texts one of which a block must hold."""
_INDENTED = (stock.ListIndentProcessor, stock.CodeBlockProcessor, DefListIndentProcessor)
"""They need as many spaces as a tab has."""

_Row = tuple[str, Sequence[str], Callable[[Element, str], bool], Callable[[Element, list[str]], bool | None]]


class QuickBlocks:
    """`parse` takes the place of the parser's `parseBlocks`."""

    def __init__(self, parser: BlockParser) -> None:
        self._parser = parser
        self._processors: Sequence[BlockProcessor] = ()
        self._rows: list[_Row] = []

    def refresh(self) -> None:
        """Take in what has been registered since the text before."""
        processors = list(self._parser.blockprocessors)
        if processors != self._processors:
            self._processors = processors
            self._rows = [_row(processor) for processor in processors]

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Give each block to the first processor that takes it, as `parseBlocks` does."""
        while blocks:
            for need, others, test, run in self._rows:
                block = blocks[0]
                if need not in block:
                    for other in others:
                        if other in block:
                            break
                    else:
                        continue
                if test(parent, block) and run(parent, blocks) is not False:
                    break


def _row(processor: BlockProcessor) -> _Row:
    """What a block must hold, what else would do, and whom to ask then. "": every block has to be asked about."""
    need, *others = _needs(processor) or ("",)
    return need, tuple(others), processor.test, processor.run


def _needs(processor: BlockProcessor) -> tuple[str, ...]:
    """Empty for one that has to be asked about every block."""
    if type(processor) in _INDENTED:
        return (" " * processor.tab_length,)
    own: tuple[str, ...] = getattr(processor, "needs", ())
    return own or _NEEDS.get(type(processor), ())
