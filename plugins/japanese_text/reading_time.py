"""How long a post takes to read. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_CODE_BEGINS = re.compile(r"<pre\b")
_CODE_ENDS = "</pre>"
_TAG = r"<(?:(math|rt|rp|script|style)\b.*?</\1>|[^>]*>)"
_UNREAD = re.compile(rf"{_TAG}|&[#\w]+;", re.DOTALL)
_UNREAD_TAG = re.compile(_TAG, re.DOTALL)
"""The same for a text without "&", which is searched faster for one sign than for two."""
_JAPANESE = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pace:
    """What is read in a minute."""

    characters: int = 600
    words: int = 200
    code_lines: int = 40


@dataclass(frozen=True, slots=True)
class Amount:
    """How much there is to read: Japanese in characters, all else in words, code in lines."""

    characters: int
    words: int
    code_lines: int

    def minutes(self, pace: Pace) -> int:
        """Whole minutes, at least 1."""
        minutes = self.characters / pace.characters + self.words / pace.words + self.code_lines / pace.code_lines
        return max(1, round(minutes))


def measure(content: str) -> Amount:
    """How much a post's HTML gives to read."""
    outside, lines = _without_code(content)
    text = (_UNREAD if "&" in outside else _UNREAD_TAG).sub("", outside)
    others = _JAPANESE.split(text)
    characters = len(text) - sum(map(len, others))
    words = len(_WORD.findall(" ".join(others)))
    return Amount(characters, words, lines)


def _without_code(content: str) -> tuple[str, int]:
    """The HTML without its code blocks, and their lines."""
    outside, lines, at = [], 0, 0
    begin = content.find("<pre")
    while begin >= 0 and (end := content.find(_CODE_ENDS, begin)) >= 0:
        if _CODE_BEGINS.match(content, begin):
            end += len(_CODE_ENDS)
            outside.append(content[at:begin])
            lines += content.count("\n", begin, end) or 1
            begin = at = end
        else:
            begin += 1
        begin = content.find("<pre", begin)
    return "".join((*outside, content[at:])), lines
