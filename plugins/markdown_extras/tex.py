"""TeX to MathML, by latex2mathml. Pure. Imported when a post has math: reading its symbols takes 60 ms."""

from __future__ import annotations

import re

from latex2mathml import exceptions
from latex2mathml.converter import convert

from .formulas import BadTex

_ESCAPES = re.compile(r"\\.", re.DOTALL)
_UNKNOWN = re.compile(r"<m[io]>(\\\w+)</m[io]>")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
_ERRORS: tuple[type[Exception], ...] = (
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)),
    *(AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError),
)
"""What the library raises on purpose, and what escapes from it on bad input."""


def to_mathml(tex: str, *, display: bool) -> str:
    """A `<math>` element. Raises BadTex for braces that do not pair, unknown commands and whatever the library refuses."""
    _check_braces(tex)
    try:
        mathml = convert(tex, display="block" if display else "inline")
    except _ERRORS as error:
        reason = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", type(error).__name__.removesuffix("Error")).lower()
        raise BadTex(reason) from error
    if unknown := _UNKNOWN.search(mathml):
        raise BadTex(f"unknown command {unknown[1]}")
    if _BARE_AMPERSAND.search(mathml):
        raise BadTex("& outside of a table or alignment")
    return mathml.replace(' xmlns="http://www.w3.org/1998/Math/MathML"', "", 1).replace(' display="inline"', "", 1)


def _check_braces(tex: str) -> None:
    depth = 0
    for char in _ESCAPES.sub("", tex):
        depth += (char == "{") - (char == "}")
        if depth < 0:
            break
    if depth:
        raise BadTex("a brace without its partner")
