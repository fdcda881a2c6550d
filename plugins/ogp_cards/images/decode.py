"""Bytes from anywhere -> pixels that are safe to use, or ImageRefused.

What the bytes say counts, not what a header or a name said. Only formats whose decoders are fuzzed by many are tried, never SVG.
"""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageCms, UnidentifiedImageError

from ..errors import ImageRefused
from .bombs import refuse_bombs

MAX_PIXELS = 16_000_000
_HEAVY = (
    "WEBP",
    "AVIF",
)  # their decoders hold several copies: 25 bytes a pixel with transparency; a JPEG in CMYK takes 10 or more
_HEAVY_PIXELS, _HEAVY_PIXELS_WITH_ALPHA = 10_000_000, 6_000_000
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "AVIF")
_ORIENTATION = 0x0112
# EXIF 2.32, 4.6.4: what brings each orientation upright.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# What Pillow's decoders are known to raise for broken or hostile files.
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    LookupError,
    TypeError,
    OverflowError,
    MemoryError,
    RuntimeError,
    struct.error,
    zlib.error,
    Image.DecompressionBombError,
)


@dataclass(frozen=True, slots=True)
class Box:
    """Room for an image, in pixels."""

    width: int
    height: int

    @property
    def turned(self) -> Box:
        """The same room, lying on its side."""
        return Box(self.height, self.width)

    def fit(self, width: int, height: int) -> Box:
        """The size of an image shrunk into the box, nothing cropped; never enlarged."""
        scale = min(1.0, self.width / width, self.height / height)
        return Box(max(1, round(width * scale)), max(1, round(height * scale)))


def decode(
    data: bytes, box: Box, *, smallest: int, formats: tuple[str, ...] = FORMATS, max_pixels: int = MAX_PIXELS
) -> Image.Image:
    """The first frame, upright, in sRGB, without metadata, RGB or RGBA, shrunk into `box`.

    ImageRefused for another format, more than 16 megapixels (in WebP, AVIF and CMYK 10, in WebP and AVIF with transparency 6), a side
    of less than `smallest` pixels, bombs, and broken or cut files.
    """
    refuse_bombs(data)
    with _translated(), Image.open(BytesIO(data), formats=formats) as image:
        _check_size(image, smallest, max_pixels)
        orientation = _orientation(image)
        size = (box.turned if orientation >= 5 else box).fit(*image.size)
        image.draft(None, (size.width, size.height))
        profile = image.info.get("icc_profile")
        pixels = _shrunk(image, size)
    return _upright(_in_srgb(pixels, profile), orientation)


@contextmanager
def _translated() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's about size: there is a check of our own
        try:
            yield
        except UnidentifiedImageError as error:
            raise ImageRefused(f"it is no image in {', '.join(FORMATS[:-1])} or {FORMATS[-1]}") from error
        except _BROKEN as error:
            raise ImageRefused(f"the image cannot be decoded ({type(error).__name__}: {error})") from error


def _check_size(image: Image.Image, smallest: int, max_pixels: int) -> None:
    """Before anything is decoded."""
    largest = max_pixels
    if image.format in _HEAVY or image.mode == "CMYK":
        largest = min(max_pixels, _HEAVY_PIXELS_WITH_ALPHA if image.mode == "RGBA" else _HEAVY_PIXELS)
    if image.width * image.height > largest:
        limit = f"{largest // 1_000_000} megapixels"
        raise ImageRefused(f"the image has {image.width} x {image.height} pixels; at most {limit} are decoded")
    if min(image.size) < smallest:
        raise ImageRefused(f"the image has {image.width} x {image.height} pixels, too few to show")


def _orientation(image: Image.Image) -> int:
    """How EXIF says the image lies, 1 to 8; 1 when it says nothing readable."""
    try:
        said = image.getexif().get(_ORIENTATION, 1)
    except _BROKEN:
        return 1
    return said if said in _TURNS else 1


def _shrunk(image: Image.Image, size: Box) -> Image.Image:
    """Pixels of the first frame at this size, in RGB, RGBA or (for print) CMYK."""
    if image.mode in ("RGB", "RGBA", "CMYK", "LA"):  # "LA" too, since a large copy in RGBA would be the third
        pixels = image
    else:
        has_alpha = "transparency" in image.info or image.mode in ("PA", "La", "RGBa")
        pixels = _eight_bits(image).convert("RGBA" if has_alpha else "RGB")
        image.close()  # frees its pixels before `resize` makes one more copy of those with transparency
    small = pixels.resize((size.width, size.height), Image.Resampling.LANCZOS, reducing_gap=3.0)
    return small.convert("RGBA") if small.mode == "LA" else small


def _eight_bits(image: Image.Image) -> Image.Image:
    """Gray of 16 bits brought down to 8, which `convert` would cut off."""
    return image.point(lambda value: value / 257).convert("L") if image.mode.startswith("I") else image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The image's colours as a browser would show them, by its ICC profile; unchanged when that is broken."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            srgb = ImageCms.createProfile("sRGB")
            return ImageCms.profileToProfile(image, BytesIO(profile), srgb, outputMode=mode) or image.convert(mode)
        except (ImageCms.PyCMSError, *_BROKEN):
            pass
    return image.convert(mode)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image
