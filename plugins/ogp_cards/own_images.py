"""Images of the author's own that cards show: files below the content folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .covers import is_remote, local_path
from .errors import BadLink, ImageRefused
from .links import parse_link
from .model import Picture
from .placeholders import Placeholder


class OwnImages:
    """Thumbnails of files below `content`, made in the folder `cache`. `problems`: (a post's path, the image) -> why there is none."""

    def __init__(self, content: Path, cache: Path) -> None:
        self.cache = cache
        self.problems: dict[tuple[str, str], str] = {}
        self._content = content
        self._sources: dict[str, str] = {}
        self._made: dict[str, Picture | None] = {}

    def settled(self, placeholder: Placeholder, source: Path) -> Placeholder:
        """The placeholder with its path, written in the post at `source`, in a form that means the same in every post."""
        image = placeholder.override("image")
        if not image or is_remote(image):
            return placeholder
        path = local_path(image, source, self._content)
        below = f"/{path.relative_to(self._content)}" if path.is_relative_to(self._content) else str(path)
        self._sources.setdefault(below, str(source))
        return replace(placeholder, overrides=tuple({**dict(placeholder.overrides), "image": below}.items()))

    def picture(self, image: str) -> Picture | None:
        """The thumbnail of the file at `image`, which begins at the content folder."""
        if image not in self._made:
            self._made[image] = self._make(image)
        return self._made[image]

    def _make(self, image: str) -> Picture | None:
        from .images import Pictures  # noqa: PLC0415 - Pillow, only for who has such images

        try:
            return Pictures(self.cache).thumbnail((self._content / image.lstrip("/")).read_bytes())
        except (OSError, ImageRefused) as error:
            self.problems[self._sources.get(image, ""), image] = (
                error.strerror if isinstance(error, OSError) else None
            ) or str(error)
        return None


def image_key(image: str | None) -> str:
    """The store key of an image named by its URL; empty for a path and for none."""
    try:
        return parse_link(image).key if image and is_remote(image) else ""
    except BadLink:
        return ""
