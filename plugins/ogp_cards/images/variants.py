"""An author's own image in the sizes that pages ask for, made once for the same bytes and kept in a cache folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..files import write_whole

_SMALLEST = 32
_MAX_PIXELS = 50_000_000
_RECIPE = b"3"
"""Changes with whatever changes the files that are made."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A file of a folder and its size in pixels."""

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
    """The variants of an image; made unless `folder` has them. ImageRefused, OSError.

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
    from .decode import decode  # noqa: PLC0415 - Pillow, only when there is something to make
    from .pictures import COVER  # noqa: PLC0415
    from .scaling import scale  # noqa: PLC0415

    pages, (share_size, jpeg) = scale(decode(data, COVER, smallest=_SMALLEST, max_pixels=_MAX_PIXELS), threads=2)
    made = Variants(
        tuple(Variant(f"{name}-{size[0]}.webp", *size) for size, _ in pages), Variant(f"{name}-share.jpg", *share_size)
    )
    for file, content in zip(made.files, [*(webp for _, webp in pages), jpeg], strict=True):
        write_whole(folder / file, content)
    write_whole(folder / f"{name}.json", json.dumps(asdict(made)).encode())  # last: it vouches for the others
    return made
