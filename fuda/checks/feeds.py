"""Reads a feed, a sitemap or another XML file: bytes in, XmlFacts out. Pure: no entity is resolved and nothing is loaded."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from .facts import Spot, XmlFacts
from .pages import CARD_SYNTAX

_KINDS = {"feed": "feed", "rss": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_NAMES_PAGE = {"feed": "link", "sitemap": "loc"}
_CODE = re.compile(r"<(code|pre)\b.*?</\1>", re.DOTALL)
_TEXTS = {"content", "summary", "description", "title", "subtitle", "encoded"}


def read_xml(path: str, data: bytes) -> XmlFacts:
    """The facts of an XML file; what does not parse has its problem with the line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return XmlFacts(path, problem=Spot(error.position[0] or 1, error.msg or "not XML"))
    if root.getroottree().docinfo.internalDTD is not None:
        return XmlFacts(path, problem=Spot(1, "it declares a document type, which feed readers refuse"))
    kind = _KINDS.get(_local(root), "")
    elements = list(root.iter(etree.Element)) if kind else []
    found = ((element, _address(element, kind)) for element in elements)
    return XmlFacts(
        path=path,
        kind=kind,
        addresses=tuple(Spot(element.sourceline or 1, address) for element, address in found if address),
        leftovers=_leftovers(elements) if b"[[ogp:" in data else (),
    )


def _local(element: Any) -> str:
    return str(etree.QName(element).localname)


def _address(element: Any, kind: str) -> str:
    """The page or feed that a link of a feed or a loc of a sitemap names, or ""."""
    if _local(element) != _NAMES_PAGE[kind]:
        return ""
    return (element.get("href") or element.text or "").strip()


def _leftovers(elements: list[Any]) -> tuple[Spot, ...]:
    texts = ((element, _CODE.sub("", element.text or "")) for element in elements if _local(element) in _TEXTS)
    return tuple(
        Spot(element.sourceline or 1, written[0]) for element, text in texts for written in CARD_SYNTAX.finditer(text)
    )
