"""One text on its way through Markdown: its lines, its numbers, its problems."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from markdown.util import HtmlStash

from .blocks import TRIGGERS, BlockScanner
from .callouts import MARK, Callout
from .code import render_code
from .fences import Info
from .formulas import BadTex, render_bad, render_display, render_inline
from .labels import Labels
from .lists import fit_lists
from .problems import Problem

_ADDED = 2
"""Lines that Python-Markdown puts at the end of every text."""
OPEN_MARK = f"\x02{MARK}+"
CLOSE_MARK = f"\x02{MARK}-\x03"


class Conversion:
    """The sink of the block scanner, and what the processors share. `start` begins a new text."""

    def __init__(self, labels: Labels, stash: HtmlStash, *, math: bool) -> None:
        self.labels = labels
        self.callouts: list[Callout] = []
        self.problems: list[Problem] = []
        self.may_have_footnotes = False
        self._stash = stash
        self._math = math
        self._lines: Sequence[str] = ()
        self._counts: Counter[str] = Counter()
        self._searched: dict[str, int] = {}

    def start(self, lines: list[str]) -> list[str]:
        """Forget the text before, and take out of this one what Markdown need not parse."""
        self.callouts, self.problems = [], []
        self._counts.clear()
        self._searched.clear()
        self._lines = lines
        text = "\n".join(lines)
        self.may_have_footnotes = "[^" in text
        if not any(trigger in text for trigger in TRIGGERS):
            return fit_lists(lines)
        scanner = BlockScanner(lines, self, math=self._math)
        self._lines = scanner.visible
        return [*fit_lists(scanner.run()), ""]  # so that the last block ends as all do

    def table_label(self) -> str:
        """The name of the next table."""
        return self._numbered("table", self.labels.table)

    def code(self, code: str, info: Info) -> str:
        """A code block, as a placeholder."""
        return self._stash.store(render_code(code, info, self._numbered("code", self.labels.code)))

    def math(self, tex: str, line: int) -> str:
        """Display math, as a placeholder."""
        try:
            return self._stash.store(render_display(tex, self._numbered("math", self.labels.math)))
        except BadTex as error:
            self.problem(_bad_tex(tex, error), line)
            return self._stash.store(f"<p>{render_bad(f'$${tex}$$')}</p>")

    def formula(self, tex: str, written: str, *, display: bool) -> str:
        """Math in a sentence, as a placeholder."""
        try:
            return self._stash.store(render_inline(tex, display=display))
        except BadTex as error:
            self.report(_bad_tex(tex, error), written)
            return self._stash.store(render_bad(written))

    def open_callout(self, callout: Callout) -> str:
        """The mark of its beginning."""
        self.callouts.append(callout)
        return f"{OPEN_MARK}{len(self.callouts) - 1}\x03"

    def close_callout(self) -> str:
        """The mark of its end."""
        return CLOSE_MARK

    def problem(self, message: str, line: int) -> None:
        """Keep a problem of a line, counted from 0."""
        self.problems.append(Problem(message, len(self._lines) - _ADDED - 1 - line))

    def report(self, message: str, written: str) -> None:
        """Keep a problem of the place where the author wrote this, each place once and in order."""
        begin = self._searched.get(written, 0)
        first = written.partition("\n")[0]
        line = next((number for number in range(begin, len(self._lines)) if first in self._lines[number]), None)
        if line is None:
            self.problems.append(Problem(message))
            return
        self._searched[written] = line + 1
        self.problem(message, line)

    def _numbered(self, kind: str, label: str) -> str:
        self._counts[kind] += 1
        return label.format(self._counts[kind])


def _bad_tex(tex: str, error: BadTex) -> str:
    return (
        f"this is no TeX that can be shown ({error}): {' '.join(tex.split())}; mend it, or write \\$ for a dollar sign"
    )
