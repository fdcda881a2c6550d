"""A cover in the sizes that pages ask for, made once for the same bytes and kept in a cache folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image

from ..files import write_whole
from .decode import Box, decode
from .pictures import COVER, encode_webp

WIDTHS = (480, 960)
SHARE_WIDTH = 1200
_SMALLEST = 32
_OWN_MAX_PIXELS = 50_000_000
_RECIPE = b"1"
"""Changes with whatever changes the files that are made."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A file of the cache folder and its size in pixels."""

    file: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Variants:
    """A cover in WebP, narrow ones first, and as a JPEG for the previews that other sites make."""

    pages: tuple[Variant, ...]
    share: Variant

    @property
    def files(self) -> tuple[str, ...]:
        """Every file's name."""
        return (*(variant.file for variant in self.pages), self.share.file)


def make_variants(content: str, read: Callable[[], bytes], folder: Path) -> Variants:
    """The variants of an image of the author's own or of the store; made unless `folder` has them. ImageRefused, OSError.

    `content` is a hash of the bytes that `read` gives.
    """
    name = hashlib.sha256(_RECIPE + content.encode()).hexdigest()[:32]
    return _known(folder, name) or _make(read(), folder, name)


def _known(folder: Path, name: str) -> Variants | None:
    try:
        found = json.loads((folder / f"{name}.json").read_bytes())
        known = Variants(tuple(Variant(**page) for page in found["pages"]), Variant(**found["share"]))
    except (OSError, ValueError, TypeError, LookupError):
        return None
    return known if all((folder / file).is_file() for file in known.files) else None


def _make(data: bytes, folder: Path, name: str) -> Variants:
    pixels = decode(data, COVER, smallest=_SMALLEST, max_pixels=_OWN_MAX_PIXELS)
    widths = sorted({*(width for width in WIDTHS if width < pixels.width), pixels.width})
    pages = [_scaled(pixels, width) for width in widths]
    share = _scaled(pixels, SHARE_WIDTH)
    made = Variants(
        tuple(Variant(f"{name}-{page.width}.webp", *page.size) for page in pages),
        Variant(f"{name}-share.jpg", *share.size),
    )
    for file, content in zip(made.files, [*map(encode_webp, pages), _encode_jpeg(share)], strict=True):
        write_whole(folder / file, content)
    write_whole(folder / f"{name}.json", json.dumps(asdict(made)).encode())  # last: it vouches for the others
    return made


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
