"""Leaves out, text by text, the inline patterns that cannot match. The page stays the same to the byte.

Python-Markdown tries each pattern on each piece of text, which is a third of its time: this pays for what the other processors here add.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor, Treeprocessor

_NEEDS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "math": "$",
}
"""What a text must hold so that a pattern, by its name, can match."""
_REFERENCES = ("reference", "image_reference", "short_reference", "short_image_ref")


class QuickInline(Treeprocessor):
    """Runs right before the inline patterns, with all the text that they will see."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self._patterns = md.inlinePatterns

    def run(self, root: Element) -> None:
        """Choose the patterns for this text."""
        inline = self.md.treeprocessors["inline"]
        if not isinstance(inline, InlineProcessor):
            return
        text = "\0".join(root.itertext())
        idle = {name for name, needed in _NEEDS.items() if needed not in text}
        if not self.md.references:
            idle.update(_REFERENCES)
        left_out = {id(self._patterns[name]) for name in idle if name in self._patterns}
        inline.inlinePatterns = [pattern for pattern in self._patterns if id(pattern) not in left_out]  # type: ignore[assignment]
