"""A cover's image in the sizes and formats that pages and other sites ask for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

from PIL import Image

from .decode import Box
from .webp import encode_webp

WIDTHS = (480, 960)
SHARE_WIDTH = 1200

Size = tuple[int, int]


def scale(pixels: Image.Image) -> tuple[list[tuple[Size, bytes]], tuple[Size, bytes]]:
    """Sizes in pixels and bytes: in WebP, narrow ones first and the whole image last, and as a JPEG for sharing."""
    widths = sorted({*(width for width in WIDTHS if width < pixels.width), pixels.width})
    with ThreadPoolExecutor(max_workers=2) as threads:  # Pillow lets other threads run while it works on pixels
        share = threads.submit(_share, pixels)
        pages = list(threads.map(lambda width: _page(pixels, width), widths))
        return pages, share.result()


def _page(pixels: Image.Image, width: int) -> tuple[Size, bytes]:
    page = _scaled(pixels, width)
    return page.size, encode_webp(page)


def _share(pixels: Image.Image) -> tuple[Size, bytes]:
    share = _scaled(pixels, SHARE_WIDTH)
    return share.size, _encode_jpeg(share)


def _scaled(pixels: Image.Image, width: int) -> Image.Image:
    size = Box(width, pixels.height).fit(*pixels.size)
    return pixels.resize((size.width, size.height), Image.Resampling.LANCZOS)


def _encode_jpeg(pixels: Image.Image) -> bytes:
    """JPEG, which every site that makes previews reads; what is transparent becomes white."""
    paper = Image.new("RGB", pixels.size, "white")
    paper.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    file = BytesIO()
    paper.save(file, "JPEG", quality=85, optimize=True, progressive=True)
    return file.getvalue()
