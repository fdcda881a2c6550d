"""The Python-Markdown extension: a few small processors around the pure modules beside it."""

from __future__ import annotations

import re
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.inlinepatterns import AUTOLINK_RE, HTML_RE, InlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from ..errors import BadLink
from ..placeholders import CARD_CLASS, LINK_CLASS, Placeholder, data_attributes
from .blocks import split_at_cards
from .lines import LineFinder
from .written import OPEN, Written, card_at, read_card

_SKIPPED = rf"\\.|(?P<ticks>`+)(?!`).*?[^`](?P=ticks)(?!`)|`+|{AUTOLINK_RE}|{HTML_RE}"
"""What a card is not looked for in: an escaped character, a code span, a tag, a comment."""
_SCAN = re.compile(rf"(?P<card>{re.escape(OPEN)})|{_SKIPPED}", re.DOTALL)


class OgpCardsExtension(Extension):
    """Turns card lines into placeholder blocks, and cards within a sentence into placeholder links."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors. 95: before lists (90), code, tables and headings. 12: what is left when a paragraph (10) is next."""
        finder = LineFinder()
        md.preprocessors.register(_KeepLines(md, finder), "ogp_lines", 31)  # before white space is normalised (30)
        md.parser.blockprocessors.register(_CardLines(md.parser, everywhere=False), "ogp_card", 95)
        md.parser.blockprocessors.register(_CardLines(md.parser, everywhere=True), "ogp_card_left", 12)
        md.treeprocessors.register(_NoLinkInLink(md), "ogp_nested", 15)  # after the inline processors (20)
        md.inlinePatterns.register(
            _InlineCards(md, finder), "ogp_link", 195
        )  # before code spans (190), which it knows itself


class _KeepLines(Preprocessor):
    """Shows the text to the line finder, and leaves it as it is."""

    def __init__(self, md: Markdown, finder: LineFinder) -> None:
        super().__init__(md)
        self._finder = finder

    def run(self, lines: list[str]) -> list[str]:
        self._finder.start(lines)
        return lines


class _CardLines(BlockProcessor):
    """Cuts a block at its card lines. A line that cannot be read becomes a paragraph, in which the inline processor finds it again."""

    needs = (OPEN,)

    def __init__(self, parser: BlockParser, *, everywhere: bool) -> None:
        super().__init__(parser)
        self._everywhere = everywhere

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return OPEN in block

    def run(self, parent: Element, blocks: list[str]) -> bool:
        split = split_at_cards(blocks[0], everywhere=self._everywhere)
        if split is None:
            return False
        blocks.pop(0)
        if split.before:
            self.parser.parseBlocks(parent, [split.before])
        for card in split.cards:
            _add_card(_item_of(parent), card)
        if split.after:
            blocks.insert(0, split.after)
        return True


class _InlineCards(InlineProcessor):
    """A card within a sentence, or one that cannot be read."""

    needs = (OPEN,)

    def __init__(self, md: Markdown, finder: LineFinder) -> None:
        super().__init__(re.escape(OPEN), md)
        self._finder = finder

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the names of Python-Markdown; its stub leaves out the None)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        if not _is_looked_at(data, m.start()):
            return None, None, None
        card = card_at(data, m.start())
        try:
            element = _element("a", LINK_CLASS, _placeholder(card, inline=True))
        except BadLink as error:
            element = self._problem(card.text, str(error))
        return element, card.start, card.end

    def _problem(self, text: str, message: str) -> Element:
        line = str(self._finder.lines_from_end(text))
        element = Element("span", {"data-ogp-line": line, "data-ogp-problem": _attribute(message)})
        element.text = _text(text)
        return element


class _NoLinkInLink(Treeprocessor):
    """Makes a card in the text of a link plain text: HTML has no links within links."""

    def run(self, root: Element) -> None:
        for outer in root.iter("a"):
            for inner in outer.findall(f".//a[@class='{LINK_CLASS}']"):
                inner.tag = "span"
                inner.attrib.clear()


def _is_looked_at(text: str, start: int) -> bool:
    """Whether the card that opens at `start` is one, and not part of a code span, a tag or another card."""
    position = 0
    while (found := _SCAN.search(text, position)) and found.start() < start:
        position = card_at(text, found.start()).end if found["card"] else found.end()
    return found is not None and found.start() == start and found["card"] is not None


def _add_card(parent: Element, card: Written) -> None:
    try:
        placeholder = _placeholder(card, inline=False)
    except BadLink:
        SubElement(parent, "p").text = card.text
        return
    block = SubElement(parent, "div", {"class": CARD_CLASS, **_attributes(placeholder)})
    link = SubElement(block, "a", {"href": _attribute(placeholder.href)})
    link.text = _text(placeholder.label)


def _item_of(parent: Element) -> Element:
    """Where a block may stand: a list takes only items, so in its last one."""
    if parent.tag in {"ul", "ol"}:
        return parent[-1] if len(parent) else SubElement(parent, "li")
    return parent


def _placeholder(card: Written, *, inline: bool) -> Placeholder:
    citation = read_card(card)
    link = citation.link
    return Placeholder(link.key, link.href, link.label, inline, tuple(sorted(citation.overrides.items())))


def _element(tag: str, name: str, placeholder: Placeholder) -> Element:
    element = Element(tag, {"class": name, **_attributes(placeholder), "href": _attribute(placeholder.href)})
    element.text = _text(placeholder.label)
    return element


def _attributes(placeholder: Placeholder) -> dict[str, str]:
    return {name: _attribute(value) for name, value in data_attributes(placeholder).items()}


def _attribute(value: str) -> str:
    """Python-Markdown leaves `&copy;` in a value alone, which here is the author's text and no entity."""
    return value.replace("&", "&amp;")


def _text(value: str) -> AtomicString:
    return AtomicString(value.replace("&", "&amp;"))


def makeExtension(**kwargs: Any) -> OgpCardsExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return OgpCardsExtension(**kwargs)
