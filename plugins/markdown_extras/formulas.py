"""What is math in running text, and how a formula stands on the page. Pure.

The rules are pandoc's for `tex_math_dollars`, with two more for prose without spaces: no letter or digit may touch the dollars from
outside, and Japanese between them is prose unless it stands in `\\text{…}`. So `$15、約20$`, `$HOME/bin:$PATH` and `US$5` stay text.
"""

from __future__ import annotations

import html
import re

PATTERN = (
    r"(?<![\\$0-9A-Za-z])(?:\$\$(?P<display>[^$\x02]+)\$\$"
    r"|\$(?![\s$])(?P<inline>(?:\\[^\x02]|[^$\\\x02])+)(?<![\s\\])\$)(?![0-9A-Za-z$])"
)
_WORDS = re.compile(r"\\(?:text|textrm|textbf|mbox|mathrm|operatorname)\s*\{[^{}]*\}")
_PROSE = re.compile(r"[\u3001-\u3002\u3041-\u30ff\u3400-\u9fff\uff00-\uffef]")


class BadTex(ValueError):
    """TeX that cannot be shown; the message says why."""


def is_formula(tex: str) -> bool:
    """Whether what stands between two dollars is math."""
    return bool(tex.strip()) and not _PROSE.search(_WORDS.sub("", tex))


def render_inline(tex: str, *, display: bool) -> str:
    """A `<math>` for a sentence. Raises BadTex."""
    from .tex import to_mathml  # noqa: PLC0415 (reading its symbols takes 60 ms, which a site without math need not pay)

    return to_mathml(tex.strip(), display=display)


def render_display(tex: str, label: str) -> str:
    """A formula of its own, which scrolls by itself. Raises BadTex."""
    math = render_inline(tex, display=True)
    return f'<div class="math" tabindex="0" role="group" aria-label="{html.escape(label)}">{math}</div>'


def render_bad(source: str) -> str:
    """What the author wrote, where it cannot be shown as math."""
    return f'<code class="math-error">{html.escape(source)}</code>'
