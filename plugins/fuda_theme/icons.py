"""The site's icons: the names in a folder of them, and the one that browsers ask for without being told."""

from __future__ import annotations

import struct
from collections.abc import Collection

NAMES = ("icon.svg", "icon-180.png", "icon-192.png", "icon-512.png")
SIZE = 192
"""Of the icon, in pixels, that favicon.ico is made of."""


def find_missing(folder: str, files: Collection[str]) -> list[str]:
    """The icons that are not among the site's files (paths in the output)."""
    return [name for name in NAMES if f"{folder}/{name}" not in files]


def make_ico(png: bytes) -> bytes:
    """An .ico file with that one picture of SIZE by SIZE: the format may hold a whole PNG, so nothing is drawn anew."""
    header = struct.pack("<HHH", 0, 1, 1)
    place = len(header) + 16
    return header + struct.pack("<BBBBHHII", SIZE, SIZE, 0, 0, 1, 32, len(png), place) + png
