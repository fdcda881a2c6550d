"""The tree as HTML, as Python-Markdown's serializers write it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from xml.etree.ElementTree import HTML_EMPTY, Element

from markdown import serializers
from markdown.serializers import RE_AMP, to_html_string, to_xhtml_string

_VERBATIM = ("script", "style")
_BOOLEAN: frozenset[str] = serializers.BOOLEAN_ATTRIBUTES["html"]  # type: ignore[attr-defined] # not yet in its stub


class _NotPlainError(Exception):
    """Something other than elements with names and texts: a comment, a namespace."""


def _serialize(root: Element, *, stock: Callable[[Element], str], xhtml: bool) -> str:
    """The tree as text. One that is not plain is left to the stock serializer."""
    try:
        return "".join(_write(root, xhtml=xhtml))
    except _NotPlainError:
        return stock(root)


def _write(root: Element, *, xhtml: bool) -> list[str]:
    out: list[str] = []
    stack: list[Element | str] = [root]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            out.append(element)
            continue
        tag, text, tail = element.tag, element.text, element.tail
        if type(tag) is not str:
            raise _NotPlainError
        items = element.items()
        name, start = tag.lower(), f"<{tag}{_attributes(items, xhtml=xhtml)}" if items else f"<{tag}"
        written = (text if name in _VERBATIM else _escape(text)) if text else ""
        end = f"</{tag}>" if name not in HTML_EMPTY else ""
        if tail:
            end += _escape(tail)
        if xhtml and name in HTML_EMPTY:
            out.append(f"{start} />{end}")
        elif len(element):
            out.append(f"{start}>{written}")
            stack.append(end)
            stack.extend(element[::-1])
        else:
            out.append(f"{start}>{written}{end}")
    return out


def _attributes(items: Iterable[tuple[str, str]], *, xhtml: bool) -> str:
    written = ""
    for key, value in sorted(items):
        if value is None:  # a bare attribute
            written += f" {key}"
        elif type(key) is not str or not isinstance(value, str):
            raise _NotPlainError
        elif not xhtml and key == value and key in _BOOLEAN:
            written += f" {key}"
        else:
            escaped = _escape(value).replace('"', "&quot;")
            written += f' {key}="{escaped}"'
    return written


def _escape(text: str) -> str:
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


SERIALIZERS: dict[Callable[[Element], str], Callable[[Element], str]] = {
    to_html_string: partial(_serialize, stock=to_html_string, xhtml=False),
    to_xhtml_string: partial(_serialize, stock=to_xhtml_string, xhtml=True),
}
"""Stock serializer -> ours."""
