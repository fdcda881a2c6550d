"""The size of an SVG drawing. Pure."""

from __future__ import annotations

import re

from lxml import etree

from ..errors import ImageRefused

_NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


def svg_size(data: bytes) -> tuple[int, int]:
    """Width and height in CSS pixels, from the attributes or else the viewBox. ImageRefused when it is no SVG or says no size."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ImageRefused(f"it is no readable SVG ({error})") from error
    if etree.QName(root).localname != "svg":
        raise ImageRefused("it is no SVG")
    box = (root.get("viewBox") or "").replace(",", " ").split()
    sizes = (root.get("width"), root.get("height")), tuple(box[2:4])
    for size in sizes:
        numbers = [match for side in size if (match := _NUMBER.fullmatch(side or ""))]
        if len(numbers) == 2 and all(float(number[1]) >= 1 for number in numbers):
            return round(float(numbers[0][1])), round(float(numbers[1][1]))
    raise ImageRefused("the SVG says neither width and height in pixels nor a viewBox")
