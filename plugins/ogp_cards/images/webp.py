"""Writes WebP."""

from __future__ import annotations

from io import BytesIO

from PIL import Image


def encode_webp(pixels: Image.Image, *, lossless: bool = False) -> bytes:
    """The same bytes for the same pixels (and the same libwebp), without metadata."""
    file = BytesIO()
    pixels.save(file, "WEBP", quality=80, method=4, lossless=lossless, exact=False, exif=b"", icc_profile=None)
    return file.getvalue()
