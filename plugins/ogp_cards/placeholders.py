"""The inert elements that the Markdown extension leaves in a post's HTML, and finding them again. Pure.

A card is `<div class="ogp-card" data-ogp="…"><a href="URL">host/path</a></div>`, in a sentence `<a class="ogp-link" …>`: a link already,
whoever reads it. `data-ogp` is its store key, the author's overrides are in `data-ogp-title` and so on. What cannot be read is
`<span data-ogp-line="…" data-ogp-problem="…">` around what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape, unescape

CARD_CLASS = "ogp-card"
LINK_CLASS = "ogp-link"

Found = tuple[int, str]
"""Where the element of a placeholder begins, in characters, and the element."""

_ELEMENT = re.compile(
    rf'<div class="{CARD_CLASS}"(?P<block> data-ogp="[^>]*)><a href="(?P<block_href>[^"]*)">(?P<block_label>[^<]*)</a></div>'
    rf'|<a class="{LINK_CLASS}"(?P<inline> data-ogp="[^>]*?) href="(?P<inline_href>[^"]*)">(?P<inline_label>[^<]*)</a>'
)
_BLOCK = ("block", "block_href", "block_label")
_INLINE = ("inline", "inline_href", "inline_label")
_MARK = ' data-ogp="'
_ATTRIBUTE = re.compile(r' data-ogp(?:-(\w+))?="([^"]*)"')
_PROBLEM = re.compile(r'<span data-ogp-line="(\d+)" data-ogp-problem="([^"]*)">([^<]*)</span>')


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A card to be: where it points, what stands there until then, and the author's words for this place."""

    key: str
    href: str
    label: str
    inline: bool
    overrides: tuple[tuple[str, str], ...] = ()

    def override(self, name: str) -> str | None:
        """The author's words for a field at this place, None where there are none."""
        return next((text for field, text in self.overrides if field == name), None) if self.overrides else None


@dataclass(frozen=True, slots=True)
class Problem:
    """A card that cannot be read: what is wrong, and how many lines before the end of the text it stands (0: unknown)."""

    message: str
    lines_from_end: int


def find_placeholders(html: str) -> list[Found]:
    """The elements of the placeholders in `html`, in order."""
    found: list[Found] = []
    end, mark = 0, html.find(_MARK)
    while mark >= 0:  # looking for the rare mark first is ten times as fast as a search for elements
        start = html.rfind("<", end, mark)
        match = _ELEMENT.match(html, start) if start >= 0 else None
        if match:
            found.append((start, match[0]))
            end = match.end()
        mark = html.find(_MARK, max(end, mark + 1))
    return found


def replace_placeholders(html: str, found: Iterable[Found], new: Iterable[str]) -> str:
    """`html`, in which `found` is what `find_placeholders` finds, with the `new` text for each element."""
    pieces: list[str] = []
    end = 0
    for (start, element), text in zip(found, new, strict=True):
        pieces += html[end:start], text
        end = start + len(element)
    return "".join([*pieces, html[end:]])


def read_placeholder(element: str) -> Placeholder:
    """The placeholder that an element found by `find_placeholders` stands for. ValueError for other text."""
    if match := _ELEMENT.fullmatch(element):
        return _placeholder(match)
    raise ValueError(f"{element!r} is no placeholder")


def is_block(element: str) -> bool:
    """Whether the element of a placeholder is a card of its own, and not a link in a sentence."""
    return element.startswith("<div")


def take_problems(html: str) -> tuple[str, tuple[Problem, ...]]:
    """`html` with the markers of problems gone and what the author wrote kept, and the problems."""
    if "data-ogp-problem" not in html:
        return html, ()
    problems = tuple(Problem(unescape(match[2]), int(match[1])) for match in _PROBLEM.finditer(html))
    return _PROBLEM.sub(r"\3", html), problems


def placeholder_html(placeholder: Placeholder) -> str:
    """The element as the Markdown extension writes it, for tests and for other readers of text."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in data_attributes(placeholder).items())
    link = f'href="{escape(placeholder.href)}">{escape(placeholder.label, quote=False)}</a>'
    return (
        f'<a class="{LINK_CLASS}"{attributes} {link}'
        if placeholder.inline
        else f'<div class="{CARD_CLASS}"{attributes}><a {link}</div>'
    )


def data_attributes(placeholder: Placeholder) -> dict[str, str]:
    """Attribute name -> value, unescaped, in the order in which they are written."""
    return {"data-ogp": placeholder.key} | {f"data-ogp-{name}": value for name, value in placeholder.overrides}


def _placeholder(match: re.Match[str]) -> Placeholder:
    inline = match["inline"] is not None
    attributes, href, label = match.group(*(_INLINE if inline else _BLOCK))
    (_, key), *overrides = _ATTRIBUTE.findall(attributes)
    words = tuple((name, unescape(text)) for name, text in overrides) if overrides else ()
    return Placeholder(unescape(key), unescape(href), unescape(label), inline, words)
