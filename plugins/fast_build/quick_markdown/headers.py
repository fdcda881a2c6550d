"""Headings of one line, which nearly all are, read by one pattern that cannot go back."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

from markdown.blockprocessors import HashHeaderProcessor

_ALONE = re.compile(r"(#{1,6})([^#\\\n]*)")
"""A block that is a heading and nothing else, without a sign in it that might close it or be escaped."""


class QuickHashHeader(HashHeaderProcessor):
    """Takes the place of Python-Markdown's own."""

    def test(self, parent: Element, block: str) -> bool:
        """As Python-Markdown's."""
        return _ALONE.fullmatch(block) is not None or super().test(parent, block)

    def run(self, parent: Element, blocks: list[str]) -> None:
        """As Python-Markdown's."""
        if found := _ALONE.fullmatch(blocks[0]):
            del blocks[0]
            SubElement(parent, f"h{len(found[1])}").text = found[2].strip()
        else:
            super().run(parent, blocks)
