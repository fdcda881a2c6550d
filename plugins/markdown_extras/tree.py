"""Small changes to the tree: task lists, figures, footnotes."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement

from markdown.util import HTML_PLACEHOLDER_RE

from .labels import Labels

_FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]")
_TASK = re.compile(r"\[([ xX])\]\s+")


def mark_tasks(root: Element, labels: Labels) -> None:
    """`[x] text` at the start of a list item becomes a named checkbox."""
    for item in root.iter("li"):
        holder = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
        match = _TASK.match(holder.text or "")
        if match is None:
            continue
        done = match[1] != " "
        box = Element("input", {"type": "checkbox", "disabled": "disabled"})
        box.set("aria-label", labels.done if done else labels.to_do)
        if done:
            box.set("checked", "checked")
        box.tail = f" {(holder.text or '')[match.end() :]}"
        holder.text = ""
        holder.insert(0, box)
        item.set("class", "task")


def make_figures(root: Element) -> None:
    """An image alone in its paragraph becomes a figure, its title the caption; a local one leads to its file."""
    for paragraph in root.iter("p"):
        if len(paragraph) != 1 or paragraph[0].tag != "img" or (paragraph.text or "").strip():
            continue
        image = paragraph[0]
        if (image.tail or "").strip():
            continue
        image.tail = None
        paragraph.tag = "figure"
        paragraph.set("class", "image")
        if image.get("alt") and not any(urlsplit(image.get("src", ""))[:2]):
            paragraph.remove(image)
            SubElement(paragraph, "a", {"class": "lightbox", "href": image.get("src", "")}).append(image)
        if caption := image.attrib.pop("title", ""):
            SubElement(paragraph, "figcaption").text = caption


def name_footnotes(root: Element, labels: Labels) -> None:
    """Python-Markdown's footnotes as a named section, with links that say where they lead."""
    for section in root.iter("div"):
        if section.get("class") == "footnote":
            section.tag = "section"
            section.attrib.update({"class": "footnotes", "role": "doc-endnotes", "aria-label": labels.footnotes})
            for rule in section.findall("hr"):
                section.remove(rule)
            for number, item in enumerate(section.iterfind("./ol/li"), 1):
                _name_way_back(item, number, labels)
    for link in root.iter("a"):
        if link.get("class") == "footnote-ref":
            link.set("aria-label", labels.footnote.format(link.text))


def find_lost_footnotes(root: Element) -> list[str]:
    """The marks in the text, in order, that no footnote belongs to; those are still as written."""
    pieces = (
        piece for element in root.iter() for piece in (element.tag != "code" and element.text, element.tail) if piece
    )
    return [mark for piece in pieces for mark in _FOOTNOTE.findall(piece)]


def part_way_back(root: Element, is_block: Callable[[str], bool]) -> None:
    """Give the way back a paragraph of its own where a footnote ends with a block that stands in the tree as a placeholder."""
    for item in root.iterfind(".//section[@class='footnotes']/ol/li"):
        last = item[-1] if len(item) else item
        placeholder = HTML_PLACEHOLDER_RE.match(last.text or "")
        if last.tag == "p" and len(last) and placeholder and is_block(placeholder[1]):
            way_back = SubElement(item, "p")
            way_back.extend(list(last))
            last[:] = []
            last.text = placeholder[0]


def _name_way_back(item: Element, number: int, labels: Labels) -> None:
    links = [link for link in item.iter("a") if link.get("class") == "footnote-backref"]
    for count, link in enumerate(links, 1):
        link.attrib.pop("title", None)
        again = labels.footnote_back_again.format(number, count)
        link.set("aria-label", labels.footnote_back.format(number) if count == 1 else again)
    for link in links[:-1]:
        link.tail = " "
