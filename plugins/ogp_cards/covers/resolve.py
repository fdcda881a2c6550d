"""From `image:` to the files that show it.

Local images are read from the content folder, and their sizes made in a cache folder. Remote ones stand in the card store in all sizes, so
that every build shows the same bytes and has nothing to make; where only the largest is there, the others are made as for a local image.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote

from ..errors import BadLink, ImageRefused
from ..files import write_whole
from ..images import Variant, Variants, make_variants
from ..links import parse_link
from ..model import Entry, Picture
from ..store import entry_name
from ..words import own_words, page_of
from .model import Cover, CoverMissing
from .wish import image_key, image_named, is_remote, local_path

Lookup = Callable[[str], Entry | None]
_SHOWN_WIDTH = 960


class Covers:
    """The covers of one build. `files` collects what has to be copied to the folder `output` of the site."""

    def __init__(self, *, content: Path, cache: Path, store: Path, output: str) -> None:
        self.files: set[Path] = set()
        self._content = content
        self._cache = cache
        self._store = store
        self._output = quote(output)

    def keys(self, image: str, lookup: Lookup) -> tuple[str, ...]:
        """The store keys that a cover needs, as far as is known: its URL's, then that of the image which the page there names."""
        key = image_key(image)
        named = image_key(image_named(lookup(key))) if key else ""
        return tuple(dict.fromkeys(filter(None, (key, named))))

    def resolve(self, image: str, alt: str, source: Path, lookup: Lookup) -> Cover | CoverMissing:
        """The cover that `image`, written in the post at `source`, stands for. `lookup` finds the store's entry for a key."""
        remote = is_remote(image)
        try:
            return self._remote(image, alt, lookup) if remote else self._local(image, alt, source)
        except (BadLink, ImageRefused) as error:
            return CoverMissing(f"image {image}: {error}", is_mistake=not remote or isinstance(error, BadLink))
        except OSError as error:
            return CoverMissing(f"image {image}: {error.strerror}: {error.filename}")

    def _local(self, image: str, alt: str, source: Path) -> Cover | CoverMissing:
        paths = [local_path(written, source, self._content) for written in (image, unquote(image))]
        path = next((path for path in paths if path.is_relative_to(self._content) and path.is_file()), None)
        if path is None:
            return CoverMissing(
                f"image {image}: there is no {os.path.relpath(paths[0])}; write a path from the post's folder, "
                "or with / from the content folder",
                is_mistake=True,
            )
        data = path.read_bytes()
        if path.suffix.lower() == ".svg":
            return self._drawing(data, alt)
        return self._cover(*self._made(hashlib.sha256(data).hexdigest(), lambda: data), alt)

    def _remote(self, image: str, alt: str, lookup: Lookup) -> Cover | CoverMissing:
        link = parse_link(image)
        entry = lookup(link.key)
        named = image_named(entry)
        if entry is None or not named:
            return CoverMissing(f"image {image}: {_why(entry)}")
        page = page_of(entry)
        key = image_key(named)
        if not key:
            return self._own(named, alt or page.image_alt, entry, lookup)
        of_image = lookup(key)
        if of_image is None or of_image.card is None or of_image.card.cover is None:
            return CoverMissing(f"image {image}: {_why(of_image)}")
        sizes = self._stored(of_image.card.cover)
        if of_image is entry or "image" in own_words(entry):
            return self._cover(*sizes, alt or page.image_alt)
        return self._cover(*sizes, alt or page.image_alt, link.href, page.site_name or link.host)

    def _own(self, image: str, alt: str, entry: Entry, lookup: Lookup) -> Cover | CoverMissing:
        """The cover from a file that the author names in the entry of a page, as a path from the content folder."""
        found = self.resolve(f"/{image.lstrip('/')}", alt, self._content, lookup)
        if isinstance(found, CoverMissing):
            return replace(found, reason=f"{entry_name(entry.url)} in the card store names the {found.reason}")
        return found

    def _stored(self, picture: Picture) -> tuple[Variants, Path]:
        """The sizes of a picture of the store, and the folder that holds them."""
        folder = (self._store / picture.file).parent
        if picture.share and all((self._store / file).is_file() for file in picture.files):
            pages = tuple(map(_variant, (*picture.narrower, picture)))
            return Variants(pages, _variant(picture.share)), folder
        master = self._store / picture.file  # named by its content
        return self._made(master.name, master.read_bytes)

    def _made(self, content: str, read: Callable[[], bytes]) -> tuple[Variants, Path]:
        return make_variants(content, read, self._cache), self._cache

    def _cover(self, variants: Variants, folder: Path, alt: str, credit_url: str = "", credit_name: str = "") -> Cover:
        shown = [page for page in variants.pages if page.width <= _SHOWN_WIDTH] or list(variants.pages)
        self.files.update(folder / file for file in variants.files)
        srcset = ", ".join(f"{self._url(page.file)} {page.width}w" for page in variants.pages)
        return Cover(
            self._url(shown[-1].file),
            shown[-1].width,
            shown[-1].height,
            srcset if len(variants.pages) > 1 else "",
            alt,
            credit_url,
            credit_name,
            self._url(variants.share.file),
        )

    def _drawing(self, data: bytes, alt: str) -> Cover:
        """An author's own SVG, which stays as it is."""
        from .svg import svg_size  # noqa: PLC0415 - lxml, only for who has such covers

        width, height = svg_size(data)
        path = self._cache / f"{hashlib.sha256(data).hexdigest()[:32]}.svg"
        if not path.is_file():
            write_whole(path, data)
        self.files.add(path)
        url = self._url(path.name)
        return Cover(url, width, height, srcset="", alt=alt, credit_url="", credit_name="", share_url=url)

    def _url(self, file: str) -> str:
        """The file's URL in the site."""
        return f"{self._output}/{file}"


def _variant(picture: Picture) -> Variant:
    return Variant(Path(picture.file).name, picture.width, picture.height)


def _why(entry: Entry | None) -> str:
    """Why there is no image."""
    if entry is None:
        return "it has not been asked for yet"
    if entry.card is None:
        return entry.failure.reason if entry.failure else "it has not been asked for yet"
    return "there is no image that can be shown"
