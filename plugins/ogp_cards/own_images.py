"""Images of the author's own that cards show: files below the content folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Literal

from .covers import is_remote, local_path
from .errors import ImageRefused
from .model import Picture
from .placeholders import Placeholder

Kind = Literal["thumbnail", "icon"]
_IMAGES = ("image", "icon")


class OwnImages:
    """Pictures of files below `content`, made in the folder `cache`.

    `problems`: (path of the file that names an image, the image as named there) -> why there is none.
    """

    def __init__(self, content: Path, cache: Path) -> None:
        self.cache = cache
        self.problems: dict[tuple[str, str], str] = {}
        self._content = content
        self._sources: dict[str, str] = {}
        self._made: dict[tuple[Kind, str], Picture | None] = {}

    def settled(self, placeholder: Placeholder, source: Path) -> Placeholder:
        """The placeholder with its paths, written in the post at `source`, in a form that means the same in every post."""
        if not placeholder.overrides:
            return placeholder
        words = (
            (name, self._settled(text, source) if name in _IMAGES else text) for name, text in placeholder.overrides
        )
        return replace(placeholder, overrides=tuple(words))

    def picture(self, kind: Kind, image: str, entry: Path) -> Picture | None:
        """The picture of the file at `image`, which begins at the content folder; named by a post, or else by the file `entry`."""
        if (kind, image) not in self._made:
            self._made[kind, image] = self._make(kind, image, entry)
        return self._made[kind, image]

    def _settled(self, image: str, source: Path) -> str:
        if not image or is_remote(image):
            return image
        path = local_path(image, source, self._content)
        below = f"/{path.relative_to(self._content)}" if path.is_relative_to(self._content) else str(path)
        self._sources.setdefault(below, str(source))
        return below

    def _make(self, kind: Kind, image: str, entry: Path) -> Picture | None:
        from .images import Pictures  # noqa: PLC0415 - Pillow, only for who has such images

        pictures = Pictures(self.cache)
        make = pictures.icon if kind == "icon" else pictures.thumbnail
        try:
            return make(self._bytes(image))
        except (OSError, ImageRefused) as error:
            reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
            self.problems[self._sources.get(image, str(entry)), image] = reason
        return None

    def _bytes(self, image: str) -> bytes:
        """What is in the file. OSError, or ImageRefused when it is not below the content folder."""
        path = local_path(f"/{image.lstrip('/')}", self._content, self._content)
        if not path.is_relative_to(self._content):
            raise ImageRefused("it is outside the content folder")
        return path.read_bytes()
