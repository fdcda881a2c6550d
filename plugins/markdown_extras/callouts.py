"""Callouts: what their first lines say, and how the tree is built once Markdown has parsed what is inside. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from .labels import Labels

COLONS = re.compile(r"(?P<colons>:{3,})[ ]*(?P<name>[^\s:]*)[ ]*(?P<title>.*)$")
ALERT = re.compile(r"\[!(?P<name>[^\]\s]+)\](?:[ ]+(?P<title>.*))?$")
MARK = "callout-mark"
"""The tag of the elements that stand in the tree where a callout begins and ends, until `wrap_callouts`."""

_KINDS = ("note", "tip", "important", "warning", "caution")
_VARIANTS = {
    ("message", ""): "note",  # Zenn
    ("message", "alert"): "warning",
    ("note", "info"): "note",  # Qiita
    ("note", "warn"): "warning",
    ("note", "alert"): "caution",
}
ALLOWED = ", ".join(("message", "message alert", "details", *_KINDS))


@dataclass(frozen=True, slots=True)
class Callout:
    """A kind, or "details", and the title that the author gave."""

    kind: str
    title: str = ""
    shows_title: bool = True


def read_callout(name: str, title: str) -> Callout | None:
    """What `:::name title` means; None for an unknown name."""
    name, title = name.lower(), title.strip()
    if kind := _VARIANTS.get((name, title)):
        return Callout(kind, shows_title=False)
    if name == "message":
        return Callout("note", title, shows_title=bool(title))
    return Callout(name, title) if name in (*_KINDS, "details") else None


def wrap_callouts(root: Element, callouts: Sequence[Callout], labels: Labels) -> None:
    """Put what stands between two marks of one parent into a callout. The marks go."""
    for parent in [element for element in root.iter() if any(child.tag == MARK for child in element)]:
        levels: list[list[Element]] = [[]]
        opened: list[Element] = []
        for child in list(parent):
            if child.tag != MARK:
                levels[-1].append(child)
            elif (number := child.get("open")) is not None:
                opened.append(_make(callouts[int(number)], labels))
                levels[-1].append(opened[-1])
                levels.append([])
            elif opened:
                opened.pop().extend(levels.pop())
        while opened:
            opened.pop().extend(levels.pop())
        parent[:] = levels[0]


def _make(callout: Callout, labels: Labels) -> Element:
    """An empty callout. It is a note and no complementary landmark, which must not stand inside the main one."""
    title = callout.title or getattr(labels, callout.kind)
    if callout.kind == "details":
        element = Element("details", {"class": "callout callout-details"})
        SubElement(element, "summary").text = title
        return element
    element = Element("aside", {"class": f"callout callout-{callout.kind}", "role": "note"})
    if callout.shows_title:
        SubElement(element, "p", {"class": "callout-title"}).text = title
    else:
        element.set("aria-label", title)
    return element
