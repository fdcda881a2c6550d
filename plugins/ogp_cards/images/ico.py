"""Picks one icon out of an ICO file, whose parts are whole images that lie about nothing being too large."""

from __future__ import annotations

import struct

from ..errors import ImageRefused

_HEADER = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")
_BITMAP_SIZE = struct.Struct("<Iii")
_LARGEST = 256
_MAX_ENTRIES = 64
_PNG = b"\x89PNG\r\n\x1a\n"


def is_ico(data: bytes) -> bool:
    """Whether the bytes begin as an ICO file does."""
    return data.startswith(b"\0\0\1\0")


def best_of(data: bytes, wanted: int) -> bytes:
    """The smallest icon of at least `wanted` pixels, else the largest: a PNG, or an ICO file with that one icon. ImageRefused when broken.

    A PNG in it is left to the rules for PNG; a bitmap's own header must agree that it is an icon of at most 256 pixels.
    """
    try:
        _, _, count = _HEADER.unpack_from(data)
        entries = [_ENTRY.unpack_from(data, _HEADER.size + at * _ENTRY.size) for at in range(min(count, _MAX_ENTRIES))]
        entry = min(entries, key=lambda entry: _rank(entry[0] or _LARGEST, wanted))
        *_, length, offset = entry
        image = data[offset : offset + length]
        if image.startswith(_PNG):
            return image
        _, width, height = _BITMAP_SIZE.unpack_from(image)
    except (struct.error, ValueError) as error:
        raise ImageRefused(f"the icon cannot be read ({error})") from error
    if not (0 < width <= _LARGEST and 0 < abs(height) <= 2 * _LARGEST):
        raise ImageRefused(f"the icon claims {width} x {height} pixels")
    start = _HEADER.size + _ENTRY.size
    return _HEADER.pack(0, 1, 1) + _ENTRY.pack(*entry[:-1], start) + image


def _rank(size: int, wanted: int) -> tuple[bool, int]:
    return (size < wanted, size if size >= wanted else -size)
