"""The Python-Markdown extension: ruby in running text, phrase breaks in headings. Text in, HTML out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .notes import Note, write_note
from .phrases import find_breaks
from .reading_time import measure
from .ruby import PATTERN, PATTERN_AFTER_KANJI, read_ruby

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WHOLE = frozenset(("code", "ruby", "sup", "img", "math"))
"""Elements that are not parted."""
_READINGS = frozenset(("rt", "rp"))


class JapaneseTextExtension(Extension):
    """Ruby and phrases."""

    def __init__(
        self, *, phrases: bool = True, ruby: bool = True, ruby_after_kanji: bool = False, note: bool = False
    ) -> None:
        super().__init__()
        self._note = note
        self._phrases = phrases
        self._ruby = ruby
        self._pattern = PATTERN_AFTER_KANJI if ruby_after_kanji else PATTERN

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors. Ruby comes at 185: after code spans (190), before backslashes (180). -5: when all text is final."""
        if self._ruby:
            md.ESCAPED_CHARS += [char for char in "｜《" if char not in md.ESCAPED_CHARS]
            md.preprocessors.register(_RubySwitch(md, _RubyProcessor(self._pattern, md)), "ruby", 24)
        if self._phrases:
            md.treeprocessors.register(_Phrases(md), "phrases", -5)
        if self._note:
            md.postprocessors.register(_Note(md), "japanese_text_note", -20)


class _RubySwitch(Preprocessor):
    """Has ruby looked for only in a text that can hold some: each pattern costs as much as all of ours together."""

    def __init__(self, md: Markdown, ruby: InlineProcessor) -> None:
        super().__init__(md)
        self._ruby = ruby

    def run(self, lines: list[str]) -> list[str]:
        patterns, text = self.md.inlinePatterns, "\n".join(lines)
        wanted = "《" in text or ("{" in text and "|" in text)
        if wanted and "ruby" not in patterns:
            patterns.register(self._ruby, "ruby", 185)
        elif not wanted and "ruby" in patterns:
            patterns.deregister("ruby")
        return lines


class _RubyProcessor(InlineProcessor):
    """Makes `<ruby>`, with parentheses for whoever cannot show it."""

    needs = ("《", "{")

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the names of Python-Markdown; its stub leaves out the None)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        parts = read_ruby(m)
        if not parts:
            return None, None, None
        element = Element("ruby")
        element.text = AtomicString(parts[0].base)
        for part, following in zip(parts, (*parts[1:], None), strict=True):
            for tag, text in (("rp", "（"), ("rt", part.reading), ("rp", "）")):
                last = SubElement(element, tag)
                last.text = AtomicString(text)
            last.tail = AtomicString(following.base) if following else None
        return element, m.start(), m.end()


class _Phrases(Treeprocessor):
    """Puts breaks into the headings."""

    def run(self, root: Element) -> None:
        for heading in [element for element in root.iter() if element.tag in _HEADINGS]:
            if not len(heading):
                _break_text(heading)
                continue
            runs = list(_runs_of(heading, 0))
            for offset in reversed(find_breaks("".join(run.text for run in runs))):
                _insert_break(runs, offset)


def _break_text(heading: Element) -> None:
    """Put breaks into a heading that holds nothing but text."""
    text = heading.text or ""
    if breaks := find_breaks(text):
        heading.text = text[: breaks[0]]
        for start, end in pairwise((*breaks, len(text))):
            SubElement(heading, "wbr", {"class": "phrase"}).tail = text[start:end]


@dataclass(slots=True)
class _Run:
    """A stretch of a heading's text: where it begins, and the element that it is the text of, or with a parent the tail of."""

    start: int
    text: str
    owner: Element
    parent: Element | None = None
    whole: bool = False


def _runs_of(element: Element, start: int, *, whole: bool = False) -> Iterator[_Run]:
    """The stretches of an element's text, in order, without the readings of ruby."""
    yield (run := _Run(start, element.text or "", element, whole=whole))
    for child in element:
        if child.tag not in _READINGS:
            for inner in _runs_of(child, run.start + len(run.text), whole=whole or child.tag in _WHOLE):
                yield (run := inner)
        yield (run := _Run(run.start + len(run.text), child.tail or "", child, element, whole))


def _insert_break(runs: Sequence[_Run], offset: int) -> None:
    """Put a break into the first stretch that reaches there and may be parted. From the last break to the first, so that offsets hold."""
    run = next((run for run in runs if run.start <= offset <= run.start + len(run.text) and not run.whole), None)
    if run is None:
        return
    at = offset - run.start
    mark = Element("wbr", {"class": "phrase"})
    mark.tail, run.text = run.text[at:], run.text[:at]
    if run.parent is None:
        run.owner.text = run.text
        run.owner.insert(0, mark)
    else:
        run.owner.tail = run.text
        run.parent.insert(list(run.parent).index(run.owner) + 1, mark)


class _Note(Postprocessor):
    """Notes what the plugin needs to know of the finished text and of the title that its header names."""

    def run(self, text: str) -> str:
        title = "".join(getattr(self.md, "Meta", {}).get("title", ())[:1])
        return text + write_note(Note(measure(text), title, find_breaks(title)))


def makeExtension(**config: Any) -> JapaneseTextExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return JapaneseTextExtension(**config)
