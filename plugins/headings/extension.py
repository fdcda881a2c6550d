"""The Python-Markdown extension: reads the headings before their text is parsed, and gives them ids afterwards. Text in, HTML out."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AMP_SUBSTITUTE, HTML_PLACEHOLDER_RE

from .ids import Wish, assign_ids, make_id
from .levels import Written, place_headings
from .problems import Problem, write_problems
from .source import find_lines
from .toc import LEFT_OUT

_TAGS = {f"h{level}": level for level in range(1, 7)}
_DEEPEST_LEVEL = 7
"""One more than the last, so that levels count."""
_EMPTY = "the heading is empty and left out; write its text, or remove the line"
_ESCAPED = re.compile("\x02(\\d+)\x03")
_RAW_ID = re.compile(r"""\sid=["']?([^"'\s>]+)""")


@dataclass(slots=True)
class _Heading:
    element: Element
    written: str
    nested: bool
    quoted: bool = False
    level: int = 0


@dataclass(slots=True)
class _Page:
    """What is known of the text that is being converted."""

    lines: Sequence[str] = ()
    headings: list[_Heading] = field(default_factory=list)
    problems: list[tuple[_Heading, str]] = field(default_factory=list)

    def start(self, lines: Sequence[str]) -> None:
        self.lines, self.headings, self.problems = lines, [], []

    def located(self) -> Iterator[Problem]:
        """The problems with their lines, which are looked for only now that there are some."""
        places = find_lines(self.lines, [heading.written for heading in self.headings])
        after = {id(heading): place for heading, place in zip(self.headings, places, strict=True)}
        return (Problem(message, after[id(heading)]) for heading, message in self.problems)


class HeadingsExtension(Extension):
    """Fits levels, gives ids and anchors."""

    def __init__(self, *, anchors: bool = True, reserved_ids: Sequence[str] = ()) -> None:
        super().__init__()
        self._anchors = anchors
        self._reserved = frozenset(reserved_ids)

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors. 26: after a metadata header is cut off (27). 25: before inline markup (20). 6: after `{#id}` (8)."""
        page = _Page()
        md.preprocessors.register(_Start(md, page), "headings_start", 26)
        md.treeprocessors.register(_Levels(md, page), "headings_levels", 25)
        md.treeprocessors.register(_Ids(md, page, self._reserved, anchors=self._anchors), "headings_ids", 6)
        md.postprocessors.register(_Report(page), "headings_report", -10)


class _Start(Preprocessor):
    """Keeps the text in case that a line must be named."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, lines: list[str]) -> list[str]:
        self._page.start(lines)
        return lines


class _Levels(Treeprocessor):
    """Finds the headings and fits their levels."""

    def __init__(self, md: Markdown, page: _Page) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: Element) -> None:
        outer = {id(child) for child in root}
        quoted = {id(inner) for quote in root.iter("blockquote") for inner in quote.iter()}
        found = [
            _Heading(el, el.text or "", id(el) not in outer, id(el) in quoted) for el in root.iter() if el.tag in _TAGS
        ]
        headings = [heading for heading in found if heading.written]
        if len(headings) < len(found):
            self._page.problems += ((heading, _EMPTY) for heading in found if not heading.written)
            _remove_empty(root)
        places = place_headings([Written(_TAGS[heading.element.tag], heading.nested) for heading in headings])
        for heading, place in zip(headings, places, strict=True):
            written = _TAGS[heading.element.tag]
            heading.level = place.level
            heading.element.tag = f"h{place.level}"
            if written > place.fitting and not heading.nested:
                message = "the heading %r skips a level: it has %s where %s comes next; write %s %s"
                fitting = "#" * place.fitting
                words = (heading.written, "#" * written, fitting, fitting, heading.written)
                self._page.problems.append((heading, message % words))
        self._page.headings = found


class _Ids(Treeprocessor):
    """Gives ids and anchors to the headings that `_Levels` found."""

    def __init__(self, md: Markdown, page: _Page, reserved: frozenset[str], *, anchors: bool) -> None:
        super().__init__(md)
        self._page = page
        self._reserved = reserved
        self._anchors = anchors

    def run(self, root: Element) -> None:
        headings = (found for found in self._page.headings if found.written)
        named = [found for found in headings if not found.quoted or "id" in found.element.attrib]
        if not named:
            return
        ours = {id(found.element) for found in named}
        taken = {name for el in root.iter() if (name := el.get("id")) is not None and id(el) not in ours}
        wishes = self._wishes_of(named)
        ids = assign_ids(wishes, self._reserved | taken | self._raw_ids())
        for heading, name in zip(named, ids, strict=True):
            heading.element.set("id", name)
            if heading.nested:
                heading.element.set(*LEFT_OUT)
        self._page.problems += _clashes(named, wishes, ids)
        if self._anchors:
            parents = root.iter() if any(found.nested for found in named) else (root,)
            _add_anchors(list(parents), {id(found.element) for found in named if not found.quoted})

    def _wishes_of(self, headings: Sequence[_Heading]) -> list[Wish]:
        wishes, above = [], [""] * _DEEPEST_LEVEL
        for heading in headings:
            explicit = heading.element.get("id")
            name = explicit or make_id(self._text_of(heading.element))
            over = tuple(filter(None, reversed(above[: heading.level])))
            wishes.append(Wish(name, bool(explicit), over, heading.nested))
            if not heading.nested:
                above[heading.level :] = [name, *[""] * (_DEEPEST_LEVEL - heading.level - 1)]
        return wishes

    def _raw_ids(self) -> set[str]:
        """Ids in the author's own HTML."""
        raw = (block for block in self.md.htmlStash.rawHtmlBlocks if isinstance(block, str) and " id=" in block)
        return {name for block in raw for name in _RAW_ID.findall(block)}

    def _text_of(self, heading: Element) -> str:
        """The plain text, as the reader sees it, without readings and footnote marks."""
        text = "".join(_parts(heading)) if len(heading) else heading.text or heading.get("alt") or ""
        if "\x02" not in text:  # nothing stands for something else
            return html.unescape(text)
        text = HTML_PLACEHOLDER_RE.sub(lambda m: self._stashed(int(m[1])), text).replace(AMP_SUBSTITUTE, "&")
        return html.unescape(_ESCAPED.sub(lambda m: chr(int(m[1])), text))

    def _stashed(self, index: int) -> str:
        return re.sub(r"<[^>]*>", "", str(self.md.htmlStash.rawHtmlBlocks[index]))


def _parts(element: Element) -> Iterator[str]:
    yield element.text or element.get("alt") or ""
    for child in element:
        if child.tag not in {"rt", "rp"} and not child.get("id", "").startswith("fnref"):
            yield from _parts(child)
        yield child.tail or ""


def _clashes(named: Sequence[_Heading], wishes: Sequence[Wish], ids: Sequence[str]) -> Iterator[tuple[_Heading, str]]:
    """An explicit id that is not free, and a heading that has the same text as one beside it in the same section."""
    beside: list[set[str]] = [set() for _ in range(7)]
    for heading, wish, name in zip(named, wishes, ids, strict=True):
        beside[heading.level + 1 :] = [set() for _ in beside[heading.level + 1 :]]
        if wish.explicit:
            if name != wish.id:
                words = f"the id {wish.id!r} is already used on this page, so the heading gets {name!r}"
                yield heading, f"{words}; write another one"
        elif not heading.nested and wish.id in beside[heading.level]:
            words = f"the heading {heading.written!r} stands twice in this section, and the second gets the id {name!r}"
            yield heading, f"{words}; write another text, or an id of its own: {{#…}}"
        elif not heading.nested:
            beside[heading.level].add(wish.id)


def _remove_empty(root: Element) -> None:
    """Take out the headings that say nothing."""
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag in _TAGS and not child.text]:
            parent.remove(child)


def _add_anchors(parents: Sequence[Element], headings: set[int]) -> None:
    """Put each heading and a link to it side by side: inside, the link would be read out as part of the heading."""
    for parent, index, child in [(around, *place) for around in parents for place in enumerate(around)]:
        if id(child) in headings:
            name = child.attrib["id"]
            parent[index] = row = Element("div", {"class": "heading"})
            row.append(child)
            link = {"class": "heading-anchor", "href": f"#{name}", "aria-labelledby": name}
            SubElement(row, "a", link)
            row.tail, child.tail = child.tail, None


class _Report(Postprocessor):
    """Writes the problems into the HTML, from which the plugin takes them again."""

    def __init__(self, page: _Page) -> None:
        super().__init__()
        self._page = page

    def run(self, text: str) -> str:
        return text + write_problems(self._page.located()) if self._page.problems else text


def makeExtension(**config: Any) -> HeadingsExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return HeadingsExtension(**config)
