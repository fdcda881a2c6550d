"""A code block as HTML, coloured by Pygments with classes only. Pure."""

from __future__ import annotations

import html
from functools import cache

from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import TextLexer, get_lexer_by_name
from pygments.util import ClassNotFound

from .fences import Info
from .formatting import Openings, format_tokens
from .lexing import quicken

_PLAIN = frozenset(("", "text", "txt", "plain", "plaintext", "none"))


def render_code(code: str, info: Info, label: str) -> str:
    """A `<figure class="code highlight">` around a `<pre>` that the keyboard can scroll. `label` names it for screen readers.

    The `<pre>` is a group and no region: a page with 20 code blocks must not have 20 landmarks.
    """
    lang = f' data-lang="{html.escape(info.lang)}"' if info.lang else ""
    caption = f"<figcaption>{html.escape(info.name)}</figcaption>" if info.name else ""
    pre = f'<pre tabindex="0" role="group" aria-label="{html.escape(label)}"><code>{_colour(code, info)}</code></pre>'
    return f'<figure class="code highlight"{lang}>{caption}{pre}</figure>'


def _colour(code: str, info: Info) -> str:
    lexer = None if info.lang in _PLAIN else _lexer(info.lang)
    if lexer is None and not info.highlighted:
        return html.escape(code)
    lexer = lexer or TextLexer(stripnl=False)
    if not info.highlighted:
        return format_tokens(lexer.get_tokens(code), _openings())
    return highlight(code, lexer, _formatter(info.highlighted))


@cache
def _lexer(lang: str) -> Lexer | None:
    try:
        return quicken(get_lexer_by_name(lang, stripnl=False))
    except ClassNotFound:
        return None


@cache
def _formatter(highlighted: frozenset[int]) -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, hl_lines=sorted(highlighted))


@cache
def _openings() -> Openings:
    return Openings(_formatter(frozenset()))
