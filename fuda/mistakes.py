"""Says in one line what an exception means for the author: where to look in which file of his, and why."""

from __future__ import annotations

import os
import re
import sysconfig
from pathlib import Path
from traceback import extract_tb

from jinja2 import TemplateSyntaxError

_NOT_HIS = (*map(sysconfig.get_path, ("stdlib", "purelib", "platlib")), str(Path(__file__).parent), "<")
"""How the names of files begin that no author mends: of Python, of libraries, of the tasks, and of none at all."""


def described(error: BaseException, otherwise: str = "") -> str:
    """The place, the kind and the text of an error; `otherwise` is named when no file of the author's has a part in it."""
    place = place_of(error) or otherwise
    text = error.msg if isinstance(error, SyntaxError) else str(error)
    return from_here(f"{f'{place}: ' if place else ''}{type(error).__name__}: {text}")


def from_here(text: str) -> str:
    """The text with each path of a file below the present folder written from there."""
    here = str(Path.cwd())
    return text if here == os.sep else re.sub(rf"(?<![\w./-]){re.escape(here + os.sep)}", "", text)


def place_of(error: BaseException) -> str:
    """`file:line` of what doesn't parse, else of the innermost template, else of the innermost code of the site; "" if nowhere."""
    if isinstance(error, SyntaxError | TemplateSyntaxError) and error.filename:
        return f"{error.filename}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.startswith(_NOT_HIS)]
    templates = [frame for frame in frames if not frame.filename.endswith(".py")]
    innermost = (templates or frames)[-1:]
    return "".join(f"{frame.filename}:{frame.lineno}" for frame in innermost)
