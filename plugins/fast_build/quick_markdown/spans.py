"""`**text**` and `` `code` `` in a text that holds nothing else, made into elements in one pass."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, AtomicString, code_escape

Search = Callable[[str], object]
_CODE = r"`(?<!\\`)(?P<code>[^`\x02]+)`(?!`)"
"""It begins with its sign and only then looks back, as that of emphasis does, since Python can skip to where such a pattern begins."""
_IN_PLACEHOLDERS = frozenset(INLINE_PLACEHOLDER % "0123456789")


class Spans:
    """What the patterns of one text leave to be found: `needs` are all that one of them may match on.

    `tokens`: those of emphasis, none when `**` may mean anything. `before_code`: those of `needs` that may match before code is found, None
    when code is not what it is in Python-Markdown.
    """

    def __init__(self, needs: Collection[str], tokens: Iterable[str], before_code: Collection[str] | None) -> None:
        others = _any_of((INLINE_PLACEHOLDER_PREFIX, *needs))
        self.finds: Search = re.compile(others).search
        found = [_strong(tokens)] if tokens else []
        found += [] if before_code is None else [_CODE]
        self._before_code = tuple(before_code or ())
        if any(set(need) <= _IN_PLACEHOLDERS for need in needs):  # it might match on what stands for a span
            found = []
        self._scan = re.compile("|".join([*found, others])).finditer

    def split(self, text: str) -> tuple[str | None, list[Element]] | None:
        """What of the text stands before its spans, and these, each with what follows it; None when it holds anything else."""
        if not self.finds(text):
            return text, []
        spans: list[Element] = []
        before, end = None, 0
        for match in self._scan(text):
            span = self._span(match)
            if span is None:
                return None
            if between := text[end : match.start()]:
                if spans:
                    spans[-1].tail = between
                else:
                    before = between
            spans.append(span)
            end = match.end()
        spans[-1].tail = text[end:] or None
        return before, spans

    def _span(self, match: re.Match[str]) -> Element | None:
        name = match.lastgroup
        if name == "code":
            code = match["code"]
            if any(need in code for need in self._before_code):
                return None
            span = Element("code")
            span.text = AtomicString(code_escape(code.strip()))
            return span
        if name is None or self.finds(match["strong"]):
            return None
        span = Element("strong")
        span.text = match["strong"]
        return span


def _any_of(needs: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(needs)))


def _strong(tokens: Iterable[str]) -> str:
    inside = "".join(map(re.escape, tokens))
    return rf"\*\*(?<!\*\*\*)(?!\s)(?P<strong>[^{inside}]+)(?<!\s)\*\*(?!\*)"


@lru_cache(maxsize=64)
def spans_of(needs: frozenset[str], tokens: tuple[str, ...], before_code: frozenset[str] | None) -> Spans:
    """The same for the same patterns."""
    return Spans(needs, tokens, before_code)


@lru_cache(maxsize=16)
def strong_alone(tokens: tuple[str, ...]) -> re.Pattern[str]:
    """`**text**` with no other delimiter inside or beside it."""
    return re.compile(_strong(tokens))
