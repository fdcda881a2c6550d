"""Tree processors that have nothing to do in most texts, and the question for a tag's kind that all of them ask."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.treeprocessors import PrettifyTreeprocessor, UnescapeTreeprocessor
from markdown.util import STX

_CODE = ("code", "pre")


class _AttrList(AttrListTreeprocessor):
    """Walks the tree only where there may be a list of attributes."""

    def run(self, doc: Element) -> None:
        if any("{" in text for text in doc.itertext()):
            super().run(doc)


class _Unescape(UnescapeTreeprocessor):
    """Looks for escaped characters only where there is a mark of one."""

    def run(self, root: Element) -> None:
        for element in root.iter():
            if (text := element.text) and STX in text and element.tag != "code":
                element.text = self.unescape(text)
            if (tail := element.tail) and STX in tail:
                element.tail = self.unescape(tail)
            for key, value in element.items():
                if value is not None and STX in value:
                    element.set(key, self.unescape(value))


class _Prettify(PrettifyTreeprocessor):
    """Asks for each element's kind once."""

    def _prettifyETree(self, elem: Element) -> None:  # noqa: N802 (the name of Python-Markdown)
        is_block = self.md.is_block_level

        def visit(block: Element) -> None:
            if len(block) and block.tag not in _CODE:
                text = block.text
                if (not text or text.isspace()) and is_block(block[0].tag):
                    block.text = "\n"
                for child in block:
                    if is_block(child.tag):
                        visit(child)
            tail = block.tail
            if not tail or tail.isspace():
                block.tail = "\n"

        if is_block(elem.tag):
            visit(elem)
        elif not elem.tail or elem.tail.isspace():
            elem.tail = "\n"


class BlockTags(dict[object, bool]):
    """Tag -> whether it is a block, each looked for once in Markdown's list."""

    def __init__(self, md: Markdown) -> None:
        super().__init__()
        self._md = md
        self._ask = md.is_block_level
        self._listed: list[str] = []

    def refresh(self) -> None:
        """Forget the answers when the list is another one."""
        if self._listed != self._md.block_level_elements:
            self._listed = list(self._md.block_level_elements)
            self.clear()

    def __missing__(self, tag: object) -> bool:
        self[tag] = answer = self._ask(tag)
        return answer


QUICK_TREE: dict[type, type] = {
    AttrListTreeprocessor: _AttrList,
    PrettifyTreeprocessor: _Prettify,
    UnescapeTreeprocessor: _Unescape,
}
"""Class -> ours."""
