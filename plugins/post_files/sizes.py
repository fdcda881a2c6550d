"""Reads how large an image is shown, from the head of its file."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import NamedTuple

from PIL import Image

_ORIENTATION = 0x0112
_TURNED = {5, 6, 7, 8}
"""EXIF orientations on their side, which browsers put upright (CSS `image-orientation: from-image`)."""
_SVG_HEAD = 4096
_SVG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_LENGTH = re.compile(r"""\s(width|height)\s*=\s*["']\s*([\d.]+)(?:px)?\s*["']""")
_VIEW_BOX = re.compile(r"""\sviewBox\s*=\s*["']\s*[-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)\s*["']""")


class Size(NamedTuple):
    """CSS pixels."""

    width: int
    height: int


def measure(path: Path) -> Size | None:
    """None for a file that is no image or says no size."""
    try:
        return _measure_svg(path) if path.suffix.lower() == ".svg" else _measure_bitmap(path)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _measure_bitmap(path: Path) -> Size:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # nothing is decoded here
        with Image.open(path) as image:
            width, height = image.size
            # Of other formats Pillow would have to decode the image to know.
            turned = image.format in ("JPEG", "MPO") and image.getexif().get(_ORIENTATION) in _TURNED
    return Size(height, width) if turned else Size(width, height)


def _measure_svg(path: Path) -> Size | None:
    with path.open(encoding="utf-8", errors="replace") as file:
        head = _SVG.search(file.read(_SVG_HEAD))
    if not head:
        return None
    lengths = dict(_LENGTH.findall(head[0]))
    if len(lengths) == 2:
        return Size(round(float(lengths["width"])), round(float(lengths["height"])))
    box = _VIEW_BOX.search(head[0])
    return Size(round(float(box[1])), round(float(box[2]))) if box else None
