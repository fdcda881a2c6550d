"""Finds code blocks, display math and callouts line by line, before Markdown sees the text. Pure.

One walk for all of them, since each must be blind to what stands inside another: code in a callout in a quote in a list. What Markdown need
not parse goes to the sink, which gives back a line that stands for it; callouts get a line where they begin and one where they end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from .callouts import ALERT, ALLOWED, COLONS, Callout, read_callout
from .fences import OPENING, Info, read_info
from .level import Level, OpenCallout

TRIGGERS = ("```", "~~~", ":::", "$$", "[!")
"""A text without any of these has nothing for us."""
_ITEM = re.compile(r"(?:[*+-]|\d+[.)]|:|\[\^[^\]]+\]:)\s")
"""What opens something that indented lines belong to: a list item, a definition, a footnote."""
_ITEM_SIGNS = "*+-:["
"""What that begins with, unless with a number."""
_TAB = 4
_NOT_CLOSED = "this callout is not closed; write {} on a line of its own where it ends"
_DEEPEST = 20
"""Quotes inside each other that are looked into."""


class Sink(Protocol):
    """Who takes what is found. Each method but the last gives back a line to put in its place."""

    def code(self, code: str, info: Info) -> str:
        """A code block, with a newline at the end of each line."""

    def math(self, tex: str, line: int) -> str:
        """Display math."""

    def open_callout(self, callout: Callout) -> str:
        """A callout begins."""

    def close_callout(self) -> str:
        """The innermost callout ends."""

    def problem(self, message: str, line: int) -> None:
        """Something is wrong in this line, counted from 0."""


class BlockScanner:
    """One walk over a text. `visible` are its lines with those of code blocks blanked."""

    def __init__(self, lines: Sequence[str], sink: Sink, *, math: bool) -> None:
        self.visible = list(lines)
        self._sink = sink
        self._handlers = {"`": self._code, "~": self._code, ":": self._callout, ">": self._quote, "<": _comment}
        if math:
            self._handlers["$"] = self._math
        self._special = frozenset(("", " ", *_ITEM_SIGNS, *self._handlers))

    def run(self) -> list[str]:
        """The lines for Markdown."""
        return self._scan(Level(tuple(self.visible), 0))

    def _scan(self, level: Level) -> list[str]:
        lines, out, special = level.lines, level.out, self._special
        while level.at < len(lines):
            line = lines[level.at]
            if line[:1] not in special and not line[0].isdecimal() and not level.open:
                level.at += 1
                level.item = None
                out.append(line)
                continue
            text = line.lstrip(" ")
            indent = len(line) - len(text)
            handler = self._handlers.get(text[:1])
            if handler is None or not _is_block(level, indent) or not handler(level, text, indent):
                _pass_on(level, line, text, indent)
        for opened in level.close_all(self._sink.close_callout()):
            self._sink.problem(_NOT_CLOSED.format(":" * opened.colons), opened.line)
        return level.out

    def _code(self, level: Level, text: str, indent: int) -> bool:
        opening = OPENING.match(text)
        if opening is None:
            return False
        start = level.at + 1
        end = _closing_line(level.lines, start, opening["fence"])
        after = end + 1
        if end == len(level.lines):
            message = f"this code block is not closed; write {opening['fence']} on a line of its own below it"
            self._sink.problem(message, level.first + level.at)
            after = end = _without_blank_end(level.lines, start)
        code = "".join(f"{_dedent(line, indent)}\n" for line in level.lines[start:end])
        placeholder = self._sink.code(code, read_info(opening["info"]))
        level.put(placeholder, " " * indent if _in_item(level, indent) else "")
        for number in range(level.first + level.at, level.first + after):
            self.visible[number] = ""
        level.at = after
        return True

    def _math(self, level: Level, text: str, indent: int) -> bool:
        if not text.startswith("$$"):
            return False
        end = level.at
        while end < len(level.lines) and (line := level.lines[end].strip()):
            if line.endswith("$$") and (end > level.at or len(line) > 4):
                tex = "\n".join(level.lines[level.at : end + 1]).strip()[2:-2].strip()
                if "$" in tex:
                    return False
                level.put(self._sink.math(tex, level.first + level.at), " " * indent)
                level.at = end + 1
                return True
            end += 1
        return False

    def _callout(self, level: Level, text: str, indent: int) -> bool:
        match = COLONS.match(text)
        if match is None:
            return False
        colons, line = len(match["colons"]), level.first + level.at
        if match["name"]:
            self._open(level, match["name"], match["title"], line, indent)
            level.open.append(OpenCallout(colons, " " * indent, line, len(level.out)))
        elif level.open:
            self._close(level, colons)
        else:
            self._sink.problem(f"{match['colons']} closes a callout, but none is open; remove the line", line)
        level.at += 1
        return True

    def _open(self, level: Level, name: str, title: str, line: int, indent: int) -> None:
        callout = read_callout(name, title)
        if callout is None:
            self._sink.problem(f"there is no callout {name!r}; write one of: {ALLOWED}", line)
            callout = Callout("note", title.strip() or name)
        level.put(self._sink.open_callout(callout), " " * indent)

    def _close(self, level: Level, colons: int) -> None:
        """Close the innermost callout with as many colons, and those inside it; without such a one the innermost."""
        fitting = [number for number, opened in enumerate(level.open) if opened.colons == colons]
        keep = fitting[-1] if fitting else len(level.open) - 1
        for forgotten in reversed(level.open[keep + 1 :]):
            self._sink.problem(_NOT_CLOSED.format(":" * forgotten.colons), forgotten.line)
        while len(level.open) > keep:
            level.put(self._sink.close_callout(), level.open.pop().indent)

    def _quote(self, level: Level, text: str, indent: int) -> bool:  # noqa: ARG002 (the text is read with its lines)
        end = level.at
        inner = []
        while end < len(level.lines) and (quoted := level.lines[end].lstrip(" ")).startswith(">"):
            inner.append(quoted[2:] if quoted.startswith("> ") else quoted[1:])
            end += 1
        line = level.first + level.at
        if level.depth == _DEEPEST:
            level.out += level.lines[level.at : end]
        elif alert := ALERT.match(inner[0]):
            self._open(level, alert["name"], alert["title"] or "", line, indent)
            below = self._scan(Level(inner[1:], line + 1, depth=level.depth + 1))
            level.out += [" " * indent + quoted for quoted in below]
            level.put(self._sink.close_callout(), " " * indent)
        elif any(trigger in quoted for quoted in inner for trigger in TRIGGERS):
            below = self._scan(Level(inner, line, depth=level.depth + 1))
            last = _without_blank_end(below, 0)
            level.out += [f"{' ' * indent}> {quoted}".rstrip() for quoted in below[:last]]
            level.end_block()
        else:
            level.out += level.lines[level.at : end]
        level.at = end
        return True


def _is_block(level: Level, indent: int) -> bool:
    """Whether a line is not indented code."""
    return indent < _TAB or _in_item(level, indent)


def _in_item(level: Level, indent: int) -> bool:
    return level.item is not None and indent > level.item


def _pass_on(level: Level, line: str, text: str, indent: int) -> None:
    """Leave a line as it is, and see what it means for those below."""
    level.at += 1
    if not text:
        if len(level.out) != level.block_end:
            level.out.append(line)
        return
    if (text[0] in _ITEM_SIGNS or text[0].isdecimal()) and _ITEM.match(text) and _is_block(level, indent):
        level.item = indent if level.item is None else min(level.item, indent)
    elif not indent:
        level.item = None
    if level.open:
        level.note_heading(text, indent)
    level.out.append(line)


def _comment(level: Level, text: str, indent: int) -> bool:  # noqa: ARG001 (as all handlers)
    """Leave a comment as it is."""
    if not text.startswith("<!--"):
        return False
    end = next((at for at in range(level.at, len(level.lines)) if "-->" in level.lines[at]), None)
    if end is None:
        return False
    level.out += level.lines[level.at : end + 1]
    level.at = end + 1
    return True


def _closing_line(lines: Sequence[str], start: int, fence: str) -> int:
    """The number of the line that closes a code block, or of the line after the last."""
    for number in range(start, len(lines)):
        text = lines[number].strip()
        if text.startswith(fence) and not text.strip(fence[0]):
            return number
    return len(lines)


def _without_blank_end(lines: Sequence[str], start: int) -> int:
    """The number of the line after the last one that holds something."""
    end = len(lines)
    while end > start and not lines[end - 1].strip():
        end -= 1
    return end


def _dedent(line: str, indent: int) -> str:
    return line[min(indent, len(line) - len(line.lstrip(" "))) :]
