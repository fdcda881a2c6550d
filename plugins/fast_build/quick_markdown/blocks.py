"""Block processors: for each block, only those that can match are asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from xml.etree.ElementTree import Element

from markdown import blockprocessors as stock
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions.abbr import AbbrBlockprocessor
from markdown.extensions.def_list import DefListIndentProcessor, DefListProcessor
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.extensions.md_in_html import MarkdownInHtmlProcessor
from markdown.extensions.tables import TableProcessor

from .headers import QuickHashHeader
from .tables import QuickTable

QUICK_BLOCKS: dict[type, type] = {stock.HashHeaderProcessor: QuickHashHeader, TableProcessor: QuickTable}
"""Class -> ours."""

_DIGIT = "0"
"""Stands for all digits."""
_NEEDS: dict[type[BlockProcessor], tuple[str, ...]] = {
    stock.HashHeaderProcessor: ("#",),
    QuickHashHeader: ("#",),
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
    QuickTable: ("|",),
}
"""Class -> texts one of which a block must hold."""
_SIGNS: dict[type[BlockProcessor], str] = {
    stock.EmptyBlockProcessor: "",
    stock.HashHeaderProcessor: "#",
    QuickHashHeader: "#",
    stock.SetextHeaderProcessor: "",
    stock.HRProcessor: "-_*",
    stock.OListProcessor: _DIGIT,
    stock.UListProcessor: "*+-",
    stock.BlockQuoteProcessor: ">",
    stock.ReferenceProcessor: "[",
    AbbrBlockprocessor: "*",
    DefListProcessor: ":",
    FootnoteBlockProcessor: "[",
    TableProcessor: "",
    QuickTable: "",
}
"""Class -> what a block of one line must begin with, when it begins with no space. "": it takes no such block."""
_INDENTED = (stock.ListIndentProcessor, stock.CodeBlockProcessor, DefListIndentProcessor)
"""They need as many spaces as a tab has."""

_Row = tuple[str, Sequence[str], Callable[[Element, str], bool], Callable[[Element, list[str]], bool | None]]


class QuickBlocks:
    """`parse` takes the place of the parser's `parseBlocks`."""

    def __init__(self, parser: BlockParser) -> None:
        self._parser = parser
        self._processors: Sequence[BlockProcessor] = ()
        self._rows: list[_Row] = []
        self._lines = _Lines(())

    def refresh(self) -> None:
        """Take in what has been registered since the text before."""
        processors = list(self._parser.blockprocessors)
        if processors != self._processors:
            self._processors = processors
            self._rows = [_row(processor, _needs(processor)) for processor in processors]
            self._lines = _Lines(processors)

    def parse(self, parent: Element, blocks: list[str]) -> None:
        """Give each block to the first processor that takes it, as `parseBlocks` does."""
        lines = self._lines
        while blocks:
            block = blocks[0]
            for need, others, test, run in self._rows if "\n" in block else lines[block[:1]]:
                if need not in block:
                    for other in others:
                        if other in block:
                            break
                    else:
                        continue
                if test(parent, block):
                    if run(parent, blocks) is not False:
                        break
                    if not blocks or blocks[0] is not block:
                        self._go_on(parent, blocks, run)
                        break

    def _go_on(self, parent: Element, blocks: list[str], after: object) -> None:
        """Ask those that come after one that has changed the block and not taken it."""
        processors = iter(self._processors)
        while next(processors).run != after:
            pass
        for processor in processors:
            if processor.test(parent, blocks[0]) and processor.run(parent, blocks) is not False:
                break


class _Lines(dict[str, list[_Row]]):
    """What a block of one line begins with -> those to be asked about it."""

    def __init__(self, processors: Iterable[BlockProcessor]) -> None:
        super().__init__()
        self._processors = tuple(processors)
        self._letter = self._rows_for("字")

    def __missing__(self, sign: str) -> list[_Row]:
        self[sign] = rows = self._letter if sign.isalpha() else self._rows_for(sign)
        return rows

    def _rows_for(self, sign: str) -> list[_Row]:
        return [_row(processor, _needs(processor)) for processor in self._processors if _may_take(processor, sign)]


def _row(processor: BlockProcessor, needs: tuple[str, ...]) -> _Row:
    """What a block must hold, what else would do, and whom to ask then. "": every block has to be asked about."""
    need, *others = needs or ("",)
    return need, tuple(others), processor.test, processor.run


def _needs(processor: BlockProcessor) -> tuple[str, ...]:
    """Empty for one that has to be asked about every block."""
    if type(processor) in _INDENTED:
        return (" " * processor.tab_length,)
    own: tuple[str, ...] = getattr(processor, "needs", ())
    return own or _NEEDS.get(type(processor), ())


def _may_take(processor: BlockProcessor, sign: str) -> bool:
    """Whether it may take a block of one line that begins with this."""
    if sign in ("", " "):
        return True
    if type(processor) in _INDENTED:
        return False
    signs = _SIGNS.get(type(processor))
    return signs is None or sign in signs or (signs == _DIGIT and sign.isdecimal())
