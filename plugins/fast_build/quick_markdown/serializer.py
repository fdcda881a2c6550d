"""The tree as HTML, as Python-Markdown's serializers write it."""

from __future__ import annotations

from collections.abc import Callable, Collection
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


class _Tags(dict[str, tuple[bool, bool, str, str]]):
    """Tag -> whether its text is left as it is, whether it is empty, how it begins and how it ends."""

    def __missing__(self, tag: str) -> tuple[bool, bool, str, str]:
        name = tag.lower()
        empty = name in HTML_EMPTY
        self[tag] = told = (name in _VERBATIM, empty, f"<{tag}", "" if empty else f"</{tag}>")
        return told


def _write(root: Element, *, xhtml: bool) -> list[str]:
    out: list[str] = []
    tags = _Tags()
    stack: list[Element | str] = [root]
    while stack:
        element = stack.pop()
        if isinstance(element, str):
            out.append(element)
            continue
        tag, text, tail = element.tag, element.text, element.tail
        if type(tag) is not str:
            raise _NotPlainError
        verbatim, empty, start, end = tags[tag]
        if items := element.items():
            start += _attributes(items, xhtml=xhtml)
        if not text:
            text = ""
        elif text != "\n" and not verbatim and ("&" in text or "<" in text or ">" in text):
            text = _escape(text)
        if tail:
            end += _escape(tail) if tail != "\n" and ("&" in tail or "<" in tail or ">" in tail) else tail
        if xhtml and empty:
            out.append(f"{start} />{end}")
        elif len(element):
            out.append(f"{start}>{text}")
            stack.append(end)
            stack += element[::-1]
        else:
            out.append(f"{start}>{text}{end}")
    return out


def _attributes(items: Collection[tuple[str, str]], *, xhtml: bool) -> str:
    written = ""
    for key, value in sorted(items) if len(items) > 1 else items:
        if value is None:  # a bare attribute
            written += f" {key}"
        elif type(key) is not str or not isinstance(value, str):
            raise _NotPlainError
        elif not xhtml and key == value and key in _BOOLEAN:
            written += f" {key}"
        else:
            escaped = _escape(value) if "&" in value or "<" in value or ">" in value else value
            escaped = escaped.replace('"', "&quot;")
            written += f' {key}="{escaped}"'
    return written


def _escape(text: str) -> str:
    """Whoever has many texts looks first whether there is anything to do, since a call takes as long as that."""
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
