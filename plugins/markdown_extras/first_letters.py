"""Which letters a text can begin with that a regular expression matches. Pure.

Read off the expression as Python's own compiler parses it. Its parser is not public, so without it, or for anything of it that is not
known here, the answer is "any".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

try:
    from re import _constants as ops  # type: ignore[attr-defined]
    from re import _parser  # type: ignore[attr-defined]
except ImportError:
    _parser = None

_CATEGORIES = {
    "CATEGORY_DIGIT": re.compile(r"\d"),
    "CATEGORY_NOT_DIGIT": re.compile(r"\D"),
    "CATEGORY_SPACE": re.compile(r"\s"),
    "CATEGORY_NOT_SPACE": re.compile(r"\S"),
    "CATEGORY_WORD": re.compile(r"\w"),
    "CATEGORY_NOT_WORD": re.compile(r"\W"),
}
_OTHER_CASES = "IKSiks"
"""Letters that have another case outside ASCII: ı, the sign of the kelvin, ſ."""
Beginning = Callable[[str], bool]
"""Whether what is matched can begin with this ASCII character."""


def beginning_of(pattern: re.Pattern[str]) -> Beginning | None:
    """What tells of a character whether a match can begin with it, None when that is not known of any.

    It may say yes where there is none, but never no where there is one.
    """
    if _parser is None:
        return None
    parsed = _parser.parse(pattern.pattern, pattern.flags)
    return partial(_may_begin_either_way if pattern.flags & re.IGNORECASE else _may_begin, parsed)


def _may_begin(items: Iterable[Any], char: str) -> bool:
    return _begins(items, char) is not False


def _may_begin_either_way(items: Iterable[Any], char: str) -> bool:
    return char in _OTHER_CASES or _may_begin(items, char.lower()) or _may_begin(items, char.upper())


def _begins(items: Iterable[Any], char: str) -> bool | None:
    """Whether a sequence can begin with the character; None when all of it may be empty, so that what follows decides."""
    for name, value in items:
        answer = _one_begins(name, value, char)
        if answer is not None:
            return answer
    return None


def _one_begins(name: Any, value: Any, char: str) -> bool | None:
    answer: bool | None = True
    if name is ops.LITERAL:
        answer = chr(value) == char
    elif name is ops.NOT_LITERAL:
        answer = chr(value) != char
    elif name is ops.IN:
        answer = _is_in(value, char)
    elif name in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        answer = None
    elif name is ops.SUBPATTERN and not value[1] and not value[2]:  # without flags of its own
        answer = _begins(value[3], char)
    elif name is ops.BRANCH:
        answers = [_begins(branch, char) for branch in value[1]]
        answer = True if True in answers else None if None in answers else False
    elif name in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, _, repeated = value
        answer = _begins(repeated, char)
        if least == 0 and not answer:
            answer = None
    return answer


def _is_in(items: Iterable[Any], char: str) -> bool:
    """Whether a character class holds the character."""
    found = negated = False
    for name, value in items:
        if name is ops.NEGATE:
            negated = True
        elif name is ops.LITERAL:
            found = found or chr(value) == char
        elif name is ops.RANGE:
            found = found or value[0] <= ord(char) <= value[1]
        else:
            category = _CATEGORIES.get(getattr(value, "name", ""))
            if category is None:
                return True
            found = found or bool(category.match(char))
    return found is not negated
