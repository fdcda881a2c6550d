"""The table of contents, read from a post's HTML. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    """A heading: its id as it stands in the page, its HTML without links and ids, its level and those below it."""

    id: str
    html: Markup
    level: int
    children: tuple[TocItem, ...] = ()

    @property
    def text(self) -> str:
        """The heading as plain text."""
        return " ".join(html.unescape(_NOT_TEXT.sub("", self.html)).split())


class Toc(Sequence[TocItem]):
    """A post's headings with an id down to `max_level`, those of a lower level inside the ones above them.

    They are read from the text of the `post` when its page is printed: a build knows all posts and prints few of them anew.
    """

    def __init__(self, post: Any, max_level: int) -> None:
        self._post = post
        self._max_level = max_level

    def __getstate__(self) -> int:
        """What decides it beside the post's text, for whoever wants to know whether that is the same as in another build."""
        return self._max_level

    @property
    def _items(self) -> tuple[TocItem, ...]:
        return _read(self._post._content, self._max_level)

    def __len__(self) -> int:
        return len(self._items)

    def __getitem__(self, index: Any) -> Any:
        return self._items[index]

    def __iter__(self) -> Iterator[TocItem]:
        return iter(self._items)


@lru_cache(maxsize=1)  # a page asks twice, and no other asks for the same
def _read(text: str, max_level: int) -> tuple[TocItem, ...]:
    open_items: list[TocItem] = []
    for written, attributes, content in reversed(_HEADING.findall(text)):
        level, name = int(written), _ID.search(attributes)
        if name is None or level > max_level or _LEFT_OUT in attributes:
            continue
        children = []
        while open_items and open_items[-1].level > level:
            children.append(open_items.pop())
        inner = _NOT_OURS.sub("", content) if "<" in content else content
        markup = Markup(inner.strip())  # noqa: S704 (cut out of the page itself)
        open_items.append(TocItem(html.unescape(name[1]), markup, level, tuple(children)))
    return tuple(reversed(open_items))
