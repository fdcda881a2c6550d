"""What the first line of a code block says: language, file name, highlighted lines. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

OPENING = re.compile(r"(?P<indent> *)(?P<fence>`{3,}(?=[^`]*$)|~{3,})(?P<info>.*)$")
_QUOTED = re.compile(r"""\b(title|filename|hl_lines)=("[^"]*"|'[^']*'|[^\s}]+)""")
_BRACES = re.compile(r"\{([^}]*)\}")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_MOST_LINES = 10_000


@dataclass(frozen=True, slots=True)
class Info:
    """The language ("" for none), the file name ("" for none), and the highlighted lines, from 1."""

    lang: str = ""
    name: str = ""
    highlighted: frozenset[int] = frozenset()


def read_info(text: str) -> Info:
    """Reads `python`, `python:app.py`, `python title="app.py" {1,3-4}`, `{.python hl_lines="1 3"}`, `diff python:app.py`."""
    values = {key: value.strip("\"'") for key, value in _QUOTED.findall(text)}
    rest = _QUOTED.sub("", text)
    braces = " ".join(_BRACES.findall(rest))
    classes = [word[1:] for word in braces.split() if word.startswith(".")]
    words = _BRACES.sub(" ", rest).split()
    lang, _, name = words[0].partition(":") if words else ("", "", "")
    if lang == "diff" and not name and len(words) > 1:
        name = words[1].partition(":")[2]
    lines = values.get("hl_lines", "") if classes or not braces else braces
    return Info(
        lang=(lang or next(iter(classes), "")).lstrip(".").lower(),
        name=values.get("title") or values.get("filename") or name,
        highlighted=frozenset(_read_lines(lines)),
    )


def _read_lines(text: str) -> Iterator[int]:
    for first, last in _RANGE.findall(text):
        yield from range(int(first), min(int(last or first), _MOST_LINES) + 1)
