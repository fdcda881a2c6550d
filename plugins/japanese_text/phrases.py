"""Where a Japanese text may break: between its phrases, as BudouX finds them and `rules` mend them. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from itertools import accumulate

from markupsafe import Markup

BREAK = '<wbr class="phrase">'
_BREAKS = re.compile(r'<wbr class="phrase" ?/?>')
_JAPANESE = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_HYPHENATED = re.compile(r"(?<![\w.-])(?=[\w.-]{2,16}(?![\w.-]))[A-Za-z0-9.]+(?:-[A-Za-z0-9.]+)+(?![\w.-])", re.ASCII)
"""A short name such as GPT-4 or gpt-oss-20b, which a browser would part at its hyphen."""


@lru_cache(maxsize=4096)
def find_breaks(text: str) -> tuple[int, ...]:
    """Offsets of a text at which a new phrase begins; none in a text without Japanese, and none inside a word of Latin letters."""
    if not _JAPANESE.search(text):
        return ()
    return tuple(accumulate(map(len, _parser()(text)[:-1])))


@cache
def _parser() -> Callable[[str], list[str]]:
    """What takes a text apart. Loaded when it is first needed, which takes 40 ms; most builds need nothing of it."""
    import budoux  # noqa: PLC0415

    from .chunks import Chunker  # noqa: PLC0415
    from .rules import mend  # noqa: PLC0415

    chunker = Chunker(budoux.load_default_japanese_parser().model)
    return lambda text: mend(chunker.parse(text))


def title_html(text: str, breaks: Iterable[int]) -> Markup:
    """The text as HTML, with a `<wbr class="phrase">` at each break and short hyphenated names in `<span class="unbroken">`."""
    starts = (0, *breaks)
    pieces = (text[start:end] for start, end in zip(starts, (*starts[1:], None), strict=True))
    escaped = BREAK.join(html.escape(piece, quote=False) for piece in pieces)
    return Markup(_HYPHENATED.sub(r'<span class="unbroken">\g<0></span>', escaped) if "-" in text else escaped)  # noqa: S704 (escaped)


def without_phrases(text: str) -> str:
    """The HTML without the breaks."""
    return _BREAKS.sub("", text) if "<wbr" in text else text
