"""The table of contents, read from a post's HTML. Pure."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from markupsafe import Markup

_HEADING = re.compile(r"<h([2-6])\b([^>]*)>(.*?)</h\1>", re.DOTALL)
_ID = re.compile(r'\sid="([^"]+)"')
_NOT_OURS = re.compile(r'<sup id="fnref.*?</sup>|</?a\b[^>]*>|\sid="[^"]*"', re.DOTALL)
_NOT_TEXT = re.compile(r"<r[pt]>.*?</r[pt]>|<[^>]*>", re.DOTALL)
LEFT_OUT = ("data-toc", "no")
"""A heading with this attribute is not in the table of contents."""
_LEFT_OUT = '{}="{}"'.format(*LEFT_OUT)


@dataclass(frozen=True, slots=True)
class TocItem:
    """A heading: its id as it stands in the page, its plain text, its HTML without links and ids, its level and those below it."""

    id: str
    text: str
    html: Markup
    level: int
    children: tuple[TocItem, ...] = ()


def make_toc(content: str, max_level: int) -> tuple[TocItem, ...]:
    """The headings with an id down to `max_level`, those of a lower level inside the ones above them."""
    open_items: list[TocItem] = []
    for match in reversed(list(_HEADING.finditer(content))):
        level, name = int(match[1]), _ID.search(match[2])
        if name is None or level > max_level or _LEFT_OUT in match[2]:
            continue
        children = []
        while open_items and open_items[-1].level > level:
            children.append(open_items.pop())
        inner = _NOT_OURS.sub("", match[3]) if "<" in match[3] else match[3]
        text = " ".join(html.unescape(_NOT_TEXT.sub("", inner)).split())
        markup = Markup(inner.strip())  # noqa: S704 (cut out of the page itself)
        open_items.append(TocItem(html.unescape(name[1]), text, markup, level, tuple(children)))
    return tuple(reversed(open_items))
