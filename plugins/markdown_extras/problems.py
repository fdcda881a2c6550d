"""Problems found while Markdown is converted: they travel as comments at the end of the HTML, since a converted post may be kept. Pure.

Only the end of a post's text is the same for every reader (a header may have been cut off before), so a line is counted from there.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

_COMMENT = re.compile(r"\n?<!--markdown_extras:(\d*):([^>]*)-->")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, in words for the author, and how many lines follow the one where it stands (None: not known)."""

    message: str
    lines_after: int | None = None

    def line_in(self, text: str) -> int | None:
        """The number of the line, from 1, in the whole file."""
        return None if self.lines_after is None else text.count("\n") + 1 - self.lines_after


def write_problems(problems: Iterable[Problem]) -> str:
    """Comments that hold the problems."""
    return "".join(f"\n<!--markdown_extras:{_number(problem)}:{_hidden(problem.message)}-->" for problem in problems)


def take_problems(text: str) -> tuple[str, list[Problem]]:
    """The HTML without its comments, and the problems that they held."""
    if "<!--markdown_extras:" not in text:
        return text, []
    found = [Problem(html.unescape(words), int(after) if after else None) for after, words in _COMMENT.findall(text)]
    return _COMMENT.sub("", text), found


def _number(problem: Problem) -> str:
    return "" if problem.lines_after is None else str(problem.lines_after)


def _hidden(message: str) -> str:
    return html.escape(message).replace("-", "&#45;")
