"""The Python-Markdown extension: small processors around the modules beside it. Text in, HTML out."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from .attributes import check_attributes
from .callouts import MARK, wrap_callouts
from .conversion import CLOSE_MARK, OPEN_MARK, Conversion
from .fences import Info
from .formulas import PATTERN, is_formula
from .hints import in_bytes, may_break_xml, may_load, may_name, may_run
from .labels import Labels
from .media import check_media
from .problems import write_problems
from .tables import TableRegionProcessor
from .tree import find_lost_footnotes, make_figures, mark_tasks, name_footnotes, part_way_back

_BLOCKS = ("<figure", "<div")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 does not allow, so that no feed reader refuses the feed."""


class MarkdownExtrasExtension(Extension):
    """Code, tables, callouts, math, figures, tasks and footnotes. It takes the place of `fenced_code`, `codehilite` and `tables`."""

    def __init__(
        self, *, labels: Mapping[str, str] | None = None, allowed_hosts: Sequence[str] = (), math: bool = True
    ) -> None:
        super().__init__()
        self._labels = Labels(**(labels or {}))
        self._allowed = frozenset(allowed_hosts)
        self._math = math

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (Python-Markdown's name)
        """Register the processors.

        25: where fenced_code would be, after a metadata header is cut off (27). 105: before all other blocks. 40: after footnotes are
        in the tree (50), before inline markup (20). 186: after code spans (190), before backslashes (180). 4: when the tree is done.
        """
        conversion = Conversion(self._labels, md.htmlStash, math=self._math)
        md.preprocessors.register(_Scan(md, conversion), "fenced_code_block", 25)
        md.parser.blockprocessors.register(_Marks(md.parser), "callout_marks", 105)
        md.parser.blockprocessors.register(TableRegionProcessor(md.parser, conversion.table_label), "table", 75)
        md.treeprocessors.register(_Blocks(md, conversion), "extras_blocks", 40)
        md.treeprocessors.register(_IndentedCode(md, conversion), "hilite", 30)
        md.treeprocessors.register(_Finish(md, conversion), "extras_finish", 4)
        md.postprocessors.register(_Check(conversion, self._allowed), "extras_check", -5)
        if "|" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("|")
        if md.delimiters is not None:
            md.delimiters.add("~", "del", double=True)
        for footnotes in md.registeredExtensions:
            if isinstance(footnotes, FootnoteExtension):
                footnotes.setConfig(
                    "BACKLINK_TEXT", "&#8617;&#xfe0e;"
                )  # the arrow as text, where some systems have an emoji
        if self._math:
            md.ESCAPED_CHARS.append("$")
            md.inlinePatterns.register(_Math(md, conversion), "math", 186)


class _Scan(Preprocessor):
    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(md)
        self.run = conversion.start  # type: ignore[method-assign]


class _Marks(BlockProcessor):
    """Puts an element where a callout begins or ends."""

    needs = (OPEN_MARK, CLOSE_MARK)

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002
        return block.startswith((OPEN_MARK, CLOSE_MARK))

    def run(self, parent: Element, blocks: list[str]) -> None:
        block = blocks.pop(0)
        mark = SubElement(parent, MARK)
        if block.startswith(OPEN_MARK):
            mark.set("open", block[len(OPEN_MARK) : block.index("\x03")])


class _Blocks(Treeprocessor):
    """Callouts and tasks, while their text is still as written."""

    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, root: Element) -> None:
        if self._conversion.callouts:
            wrap_callouts(root, self._conversion.callouts, self._conversion.labels)
        mark_tasks(root, self._conversion.labels)


class _IndentedCode(Treeprocessor):
    """Indented code looks as fenced code does."""

    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, root: Element) -> None:
        for block in root.iter("pre"):
            if len(block) == 1 and block[0].tag == "code":
                placeholder = self._conversion.code(html.unescape(block[0].text or "").rstrip() + "\n", Info())
                tail = block.tail
                block.clear()
                block.tag, block.text, block.tail = "p", placeholder, tail


class _Math(InlineProcessor):
    """Math in a sentence."""

    needs = ("$",)

    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(PATTERN, md)
        self._conversion = conversion

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the names of Python-Markdown; its stub leaves out the None)
        self,
        m: re.Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[str | None, int | None, int | None]:
        tex = m["display"] or m["inline"]
        if not is_formula(tex):
            return None, None, None
        return self._conversion.formula(tex, m[0], display=m["display"] is not None), m.start(), m.end()


class _Finish(Treeprocessor):
    """Figures and footnotes, when all else is done."""

    def __init__(self, md: Markdown, conversion: Conversion) -> None:
        super().__init__(md)
        self._conversion = conversion

    def run(self, root: Element) -> None:
        make_figures(root)
        name_footnotes(root, self._conversion.labels)
        if self._conversion.may_have_footnotes and "footnote" in self.md.inlinePatterns:
            for mark in find_lost_footnotes(root):
                self._conversion.report(
                    f"the footnote {mark} has no text; write a line that begins with {mark}: …", mark
                )
        part_way_back(root, lambda number: str(self.md.htmlStash.rawHtmlBlocks[int(number)]).startswith(_BLOCKS))


class _Check(Postprocessor):
    """The page's policy on the finished HTML, and the problems of this text at its end."""

    def __init__(self, conversion: Conversion, allowed: frozenset[str]) -> None:
        super().__init__()
        self._conversion = conversion
        self._allowed = allowed

    def run(self, text: str) -> str:
        report = self._conversion.report
        written = in_bytes(text)
        if may_name(written) or may_run(written):
            text = check_attributes(text, report)
            written = in_bytes(text)
        if may_load(written):
            text = check_media(text, self._allowed, report)
            written = in_bytes(text)
        if may_break_xml(written):
            text = _NOT_XML.sub("", text)
        return text + write_problems(self._conversion.problems)


def makeExtension(**config: Any) -> MarkdownExtrasExtension:  # noqa: N802 (the name that Python-Markdown looks for)
    """The extension, for Python-Markdown."""
    return MarkdownExtrasExtension(**config)
