"""Pictures kept beside the store: shrunk, re-encoded, named by what is in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from PIL import Image

from ..files import write_whole
from ..model import Picture
from .decode import FORMATS, Box, decode
from .ico import best_of, is_ico
from .memory import return_large_blocks
from .scaling import Size, scale
from .webp import encode_webp

FOLDER = "images"
THUMBNAIL = Box(240, 126)
ICON = Box(16, 16)
COVER = Box(1440, 2160)
"""A post's own image; in pixels of the image, since pages choose among its sizes. What is taller costs its encoder up to 170 MB."""
_SMALLEST_THUMBNAIL = 32
_SMALLEST_ICON = 8
_SHARPER = 1.4
Made = TypeVar("Made")


class Pictures:
    """Makes pictures in the folder `images` below `store`, one at a time, for whichever thread asks.

    All in a thread of its own: so at most one image of 16 megapixels is decoded at any moment, which takes less than 200 MB, and the memory
    that it gave back is used for the next (each thread that decodes would keep some). The same bytes give the same files.
    """

    def __init__(self, store: Path) -> None:
        self._store = store
        return_large_blocks()
        self._decoder = ThreadPoolExecutor(1, thread_name_prefix="ogp-cards-pictures")

    def thumbnail(self, data: bytes) -> Picture:
        """A card's picture: whole, within 240 x 126 CSS pixels. ImageRefused, or OSError when it can't be written."""
        return self._done(lambda: self._keep(_thumbnail(data), THUMBNAIL, lossless=False))

    def icon(self, data: bytes) -> Picture:
        """A site's icon, within 16 x 16 CSS pixels, also from an ICO file. ImageRefused, or OSError when it can't be written."""
        return self._done(lambda: self._keep(_icon(data), ICON, lossless=True))

    def cover(self, data: bytes) -> Picture:
        """An image that a post may have at its top, at most 1440 pixels wide, in all of its sizes. ImageRefused, OSError as above."""
        return self._done(lambda: self._cover(data))

    def _done(self, make: Callable[[], Made]) -> Made:
        return self._decoder.submit(make).result()

    def _cover(self, data: bytes) -> Picture:
        pages, share = scale(decode(data, COVER, smallest=_SMALLEST_THUMBNAIL))
        *narrower, (size, whole) = pages
        return Picture(
            self._write(whole),
            *size,
            narrower=tuple(self._sized(*page, "webp") for page in narrower),
            share=self._sized(*share, "jpg"),
        )

    def _sized(self, size: Size, data: bytes, kind: str) -> Picture:
        return Picture(self._write(data, kind), *size)

    def _keep(self, pixels: Image.Image, box: Box, *, lossless: bool) -> Picture:
        size = box.fit(*pixels.size)
        once = pixels.resize((size.width, size.height), Image.Resampling.LANCZOS)
        is_sharper = pixels.width >= _SHARPER * size.width
        return Picture(
            self._write(encode_webp(once, lossless=lossless)),
            size.width,
            size.height,
            self._write(encode_webp(pixels, lossless=lossless)) if is_sharper else "",
        )

    def _write(self, data: bytes, kind: str = "webp") -> str:
        name = f"{FOLDER}/{hashlib.sha256(data).hexdigest()[:32]}.{kind}"
        if not (self._store / name).is_file():
            write_whole(self._store / name, data)
        return name


def _doubled(box: Box) -> Box:
    return Box(2 * box.width, 2 * box.height)


def _thumbnail(data: bytes) -> Image.Image:
    return decode(data, _doubled(THUMBNAIL), smallest=_SMALLEST_THUMBNAIL)


def _icon(data: bytes) -> Image.Image:
    wanted = _doubled(ICON)
    one = best_of(data, wanted.width) if is_ico(data) else data
    return decode(one, wanted, smallest=_SMALLEST_ICON, formats=(*FORMATS, "ICO"))
