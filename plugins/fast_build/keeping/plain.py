"""Plain data, and what in a setting is none."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path, PosixPath, PurePath, PurePosixPath, PureWindowsPath, WindowsPath
from re import Pattern
from typing import Any
from zoneinfo import ZoneInfo

VALUES = frozenset(
    {
        *(str, int, float, complex, bool, bytes, bytearray, type(None), type(...), Decimal, range, Pattern),
        *(date, datetime, time, timedelta, timezone, ZoneInfo),
        *(Path, PosixPath, WindowsPath, PurePath, PurePosixPath, PureWindowsPath),
    }
)
MAPPINGS = frozenset({dict, OrderedDict, defaultdict, Counter})
LISTS = frozenset({list, tuple, set, frozenset})


def odd_values(value: Any) -> Iterator[Any]:
    """All that a value is or holds, however deep, beside texts, numbers, dates, paths, patterns, and lists, sets and mappings of such."""
    todo, seen = [value], set[int]()
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind in VALUES or id(value) in seen:
            continue
        if kind in MAPPINGS:
            todo += [*value, *value.values()]
        elif kind in LISTS:
            todo += value
        else:
            yield value
        seen.add(id(value))
