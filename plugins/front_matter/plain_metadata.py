"""Reads the `Key: value` lines of Markdown's own metadata, as Python-Markdown's meta extension does. Pure.

Here and not through that extension, because it tells no lines.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .model import Field

_FIELD = re.compile(r" {0,3}([A-Za-z0-9_-]+):\s*(.*)")
_MORE = re.compile(r"(?: {4}|\t)\s*(.*)")


def parse_plain(text: str, first_line: int, single: Collection[str]) -> tuple[tuple[Field, ...], str]:
    """The fields at the head of a text, and the text behind them.

    Indented lines go on with the value before them. A key given again adds to its list, but for the keys in `single`: those come as
    a field of their own each time.
    """
    lines = text.split("\n")
    found: list[tuple[str, int, list[str]]] = []
    number = 0
    for number, line in enumerate(lines):
        if match := _FIELD.fullmatch(line):
            _add(found, match[1].lower(), first_line + number, match[2].strip(), single)
        elif found and line.strip() and (match := _MORE.fullmatch(line)):
            found[-1][2].append(match[1].strip())
        else:
            break
    else:
        number = len(lines)
    return tuple(_field(*entry) for entry in found), "\n".join(lines[number:])


def _add(found: list[tuple[str, int, list[str]]], key: str, line: int, value: str, single: Collection[str]) -> None:
    before = next((entry for entry in found if entry[0] == key and key not in single), None)
    if before:
        before[2].append(value)
    else:
        found.append((key, line, [value]))


def _field(key: str, line: int, values: list[str]) -> Field:
    text = "\n".join(values)
    return Field(key, line, "text", values if len(values) > 1 else text, text)
