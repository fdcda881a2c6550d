"""Inline patterns: those that cannot match are left out for a whole text, and what no pattern can match is passed by."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from xml.etree.ElementTree import Element

from markdown import Markdown, inlinepatterns
from markdown.treeprocessors import InlineProcessor, Treeprocessor
from markdown.util import STX, AtomicString

from .strong import QuickDelimiters

_NEEDS = {
    inlinepatterns.BACKTICK_RE: "`",
    inlinepatterns.ESCAPE_RE: "\\",
    inlinepatterns.REFERENCE_RE: "[",
    inlinepatterns.LINK_RE: "[",
    inlinepatterns.IMAGE_LINK_RE: "![",
    inlinepatterns.IMAGE_REFERENCE_RE: "![",
    inlinepatterns.AUTOLINK_RE: "<",
    inlinepatterns.AUTOMAIL_RE: "<",
    inlinepatterns.HTML_RE: "<",
    inlinepatterns.ENTITY_RE: "&",
    inlinepatterns.LINE_BREAK_RE: "  \n",
    r"\[\^([^\]]*)\]": "[^",  # footnotes
}
"""Regular expression -> what a text must hold so that it can match."""
_REFERENCES = (
    inlinepatterns.ReferenceInlineProcessor,
    inlinepatterns.ShortReferenceInlineProcessor,
    inlinepatterns.ImageReferenceInlineProcessor,
    inlinepatterns.ShortImageReferenceInlineProcessor,
)
"""They find nothing in a text that defines no references."""
_DELIMITERS = (inlinepatterns.DelimiterProcessor, QuickDelimiters)


class MarkPlain(Treeprocessor):
    """Runs right before the inline patterns, with all the text that they will see."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.marked: list[tuple[Element, str]] = []
        self._patterns = md.inlinePatterns

    def run(self, root: Element) -> None:
        """Choose the patterns for this text, and mark, as Python-Markdown marks finished text, what none of them can match."""
        self.marked.clear()
        inline = self.md.treeprocessors["inline"]
        if type(inline) is not InlineProcessor:
            return
        text = "\0".join(root.itertext())
        chosen = [
            (pattern, needs)
            for pattern in self._patterns
            if (needs := self._needs(pattern)) is None or _holds(text, needs)
        ]
        inline.inlinePatterns = [pattern for pattern, _ in chosen]  # type: ignore[assignment]
        known = [needs for _, needs in chosen if needs is not None]
        if len(known) == len(chosen):
            self._mark(root, _finder(frozenset(chain((STX,), *known))))

    def _mark(self, root: Element, finds: Callable[[str], object]) -> None:
        for element in root.iter():
            text = element.text
            if text and type(text) is str and not finds(text):
                self.marked.append((element, text))
                element.text = AtomicString(text)

    def _needs(self, pattern: inlinepatterns.Pattern) -> Sequence[str] | None:
        """Texts one of which must be there; none for a pattern that can match nothing, None for one of which nothing is known."""
        if isinstance(pattern, inlinepatterns.DelimiterProcessor) and type(pattern) in _DELIMITERS:
            return pattern.tokens
        if type(pattern) in _REFERENCES and not self.md.references:
            return ()
        own: Sequence[str] | None = getattr(pattern, "needs", None)
        if own is None and isinstance(pattern, inlinepatterns.InlineProcessor):
            need = _NEEDS.get(pattern.getCompiledRegExp().pattern)
            return need and (need,)
        return own


class UnmarkPlain(Treeprocessor):
    """Takes the marks away again, and lets whoever calls the inline processor later have all patterns."""

    def __init__(self, md: Markdown, plain: MarkPlain) -> None:
        super().__init__(md)
        self._plain = plain

    def run(self, root: Element) -> None:  # noqa: ARG002
        """Give the texts back as they were."""
        for element, text in self._plain.marked:
            element.text = text
        inline = self.md.treeprocessors["inline"]
        if type(inline) is InlineProcessor:
            inline.inlinePatterns = self.md.inlinePatterns  # type: ignore[assignment]


def _holds(text: str, needs: Sequence[str]) -> bool:
    return any(need in text for need in needs)


@lru_cache(maxsize=64)
def _finder(needs: frozenset[str]) -> Callable[[str], object]:
    """What finds one of these in a text."""
    return re.compile("|".join(map(re.escape, sorted(needs)))).search
