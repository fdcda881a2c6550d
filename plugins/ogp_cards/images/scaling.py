"""A cover's image in the sizes and formats that pages and other sites ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from io import BytesIO
from typing import TypeVar

from PIL import Image

from .decode import Box
from .webp import encode_webp

WIDTHS = (480, 960)
SHARE_WIDTH = 1200

Size = tuple[int, int]
T = TypeVar("T")


def scale(pixels: Image.Image, *, threads: int = 1) -> tuple[list[tuple[Size, bytes]], tuple[Size, bytes]]:
    """Sizes in pixels and bytes: in WebP, narrow ones first and the whole image last, and as a JPEG for sharing.

    Each thread works on one of them, and a large one with transparency takes it more than 100 MB.
    """
    widths = sorted({*(width for width in WIDTHS if width < pixels.width), pixels.width})
    works = [partial(_share, pixels), *(partial(_page, pixels, width) for width in widths)]
    share, *pages = _all(works, threads)
    return pages, share


def _all(works: Sequence[Callable[[], T]], threads: int) -> list[T]:
    if threads == 1:  # here, where the memory that the decoder gave back is used again
        return [work() for work in works]
    with ThreadPoolExecutor(threads) as pool:  # Pillow lets other threads run while it works on pixels
        return list(pool.map(lambda work: work(), works))


def _page(pixels: Image.Image, width: int) -> tuple[Size, bytes]:
    page = _scaled(pixels, width)
    return page.size, encode_webp(page)


def _share(pixels: Image.Image) -> tuple[Size, bytes]:
    share = _scaled(pixels, SHARE_WIDTH)
    return share.size, _encode_jpeg(share)


def _scaled(pixels: Image.Image, width: int) -> Image.Image:
    size = Box(width, pixels.height).fit(*pixels.size)
    wanted = (size.width, size.height)
    return pixels if wanted == pixels.size else pixels.resize(wanted, Image.Resampling.LANCZOS)


def _encode_jpeg(pixels: Image.Image) -> bytes:
    """JPEG, which every site that makes previews reads; what is transparent becomes white."""
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    file = BytesIO()
    paper.save(file, "JPEG", quality=85, optimize=True, progressive=True)
    return file.getvalue()
