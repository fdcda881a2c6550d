"""Inline patterns: those that can't match are left out for a whole text, and what holds no more than `**` and code is done without them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from xml.etree.ElementTree import Element

from markdown import inlinepatterns
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

from .spans import Spans, spans_of
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


_Chosen = list[tuple[Any, Sequence[str] | None]]
"""Inline patterns, each with the texts one of which must be there so that it can match; None for one of which nothing is known."""
_Finished = list[tuple[Element, str | None, list[Element]]]
"""Elements, each with what its text will be and the spans that come first in it."""


class QuickInline(InlineProcessor):
    """Takes the place of Python-Markdown's own."""

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """As Python-Markdown's, which gets no more than it has to."""
        patterns = self.inlinePatterns
        chosen = self._choose("\0".join(tree.itertext()), patterns)
        spans = _spans_of(chosen)
        finished, is_all = _read(tree, spans) if spans else ([], False)
        if is_all:
            self.stashed_nodes = {}
        else:
            self.inlinePatterns = [pattern for pattern, _ in chosen]  # type: ignore[assignment]
            for element, _, _ in finished:
                element.text = AtomicString(element.text)
            super().run(tree, ancestors)
            self.inlinePatterns = patterns
        for element, text, first in finished:
            element.text = text
            element[:0] = first
        return tree

    def _choose(self, text: str, patterns: Iterable[Any]) -> _Chosen:
        needed = ((pattern, self._needs(pattern)) for pattern in patterns)
        return [(pattern, needs) for pattern, needs in needed if needs is None or any(need in text for need in needs)]

    def _needs(self, pattern: Any) -> Sequence[str] | None:
        """Texts one of which must be there; none for a pattern that can match nothing, None for one of which nothing is known."""
        if type(pattern) in _DELIMITERS:
            return tuple(pattern.tokens)
        if type(pattern) in _REFERENCES and not self.md.references:
            return ()
        own: Sequence[str] | None = getattr(pattern, "needs", None)
        if own is None and isinstance(pattern, inlinepatterns.InlineProcessor):
            need = _NEEDS.get(pattern.getCompiledRegExp().pattern)
            return need and (need,)
        return own


def _spans_of(chosen: _Chosen) -> Spans | None:
    """What reads the simple texts; None when there is a pattern that might match on anything."""
    others: set[str] = set()
    signs: set[str] = set()
    emphasis, before_code = [], None
    for pattern, needs in chosen:
        if needs is None:
            return None
        if _is_code(pattern):
            before_code = frozenset(others | signs)
            signs.add("`")
        elif type(pattern) in _DELIMITERS:
            emphasis.append(pattern)
            signs.update(needs)
        else:
            others.update(needs)
    if not signs.isdisjoint("".join(others)):  # a need might reach from a span into the text beside it
        emphasis, before_code = [], None
    tokens = tuple(emphasis[0].tokens) if len(emphasis) == 1 and type(emphasis[0]) is QuickDelimiters else ()
    return spans_of(frozenset(others | signs), tokens, before_code)


def _is_code(pattern: Any) -> bool:
    is_stock = type(pattern) is inlinepatterns.BacktickInlineProcessor
    return is_stock and pattern.getCompiledRegExp().pattern == inlinepatterns.BACKTICK_RE and pattern.tag == "code"


def _read(tree: Element, spans: Spans) -> tuple[_Finished, bool]:
    """The elements whose text can be finished here, and whether these are all that there is to do."""
    finished: _Finished = []
    is_all = True
    for element in islice(tree.iter(), 1, None):  # nobody looks into the outermost
        text, tail = element.text, element.tail
        if text and type(text) is not AtomicString:
            found = spans.split(text) if type(text) is str and type(element.tag) is str else None
            if found:
                finished.append((element, *found))
            else:
                is_all = False
        if is_all and (tail and spans.finds(tail)):
            is_all = False
    return finished, is_all
