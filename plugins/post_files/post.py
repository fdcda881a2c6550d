"""Goes through the links of one post."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from .folder import ContentFolder
from .references import Reference, parse_reference
from .settings import PostFilesSettings
from .tags import LINKS, change_tags

_SOURCES = (".md", ".markdown", ".mkd", ".mdown", ".rst")
_OUTSIDE = "leads out of the content folder; copy the file into it"
_MISSING = "there is no such file; write its path from the post's folder, or from the content folder with a / in front"
_LATER = {"loading": "lazy", "decoding": "async"}


@dataclass(frozen=True, slots=True)
class Site:
    """What all posts of a run share."""

    folder: ContentFolder
    sources: Mapping[str, Any]
    """Source name -> Pelican's article or page, None for one that was left out."""
    made: tuple[str, ...]
    """Beginnings of output files that come from elsewhere, such as the theme's."""
    settings: PostFilesSettings
    root: str = ""
    """What stands before a link from the site's root; "" leaves such links alone."""


@dataclass
class Post:
    """One post, and what looking through it brings."""

    content: Any
    """Pelican's article or page."""
    site: Site
    files: set[str] = field(default_factory=set)
    """Files that the post links by path."""
    named: set[str] = field(default_factory=set)
    """Files that it links with Pelican's {static} or {attach}."""
    problems: dict[str, str] = field(default_factory=dict)
    """Path as written -> what is wrong with it."""
    _images: int = 0

    def look_through(self) -> str:
        """The post's HTML with its links settled; fills the fields above."""
        return change_tags(self.content._content or "", self._change)

    @cached_property
    def folder(self) -> str:
        """Where its source is, below the content folder."""
        source: str = self.content.get_relative_source_path()
        return posixpath.dirname(source)

    def _change(self, tag: str, attributes: Mapping[str, str]) -> dict[str, str]:
        wanted = {}
        for name in LINKS[tag]:
            reference = parse_reference(attributes.get(name, ""))
            value = self._link(reference, tag) if reference else None
            if value is not None:
                wanted[name] = value
        return wanted | self._image(attributes) if tag == "img" else wanted

    def _link(self, reference: Reference, tag: str) -> str | None:
        """The value to write instead, None to leave it as it is."""
        names = reference.names(self.folder)
        file = self._find(names)
        source = next((name for name in names if name in self.site.sources), None)
        if reference.kind in ("plain", "filename") and (source or (file or "").endswith(_SOURCES)):
            return self._link_source(reference, source)
        if file and self.site.folder.holds(file):
            return self._link_file(reference, file)
        if not file and (not reference.promises_a_file(tag) or names[0].startswith(self.site.made)):
            return self._link_page(reference)
        return self._fail(reference, _OUTSIDE if file or "" in names else _MISSING)

    def _link_source(self, reference: Reference, name: str | None) -> str | None:
        other = self.site.sources[name] if name else None
        if name is None or other is None or not other.save_as:
            return self._fail(reference, "links to a post that is not published")
        return reference.to("filename", name) if reference.kind == "plain" else None

    def _link_file(self, reference: Reference, name: str) -> str | None:
        if reference.kind != "plain":
            self.named.add(name)
            return None
        self.files.add(name)
        return reference.to("static", name)

    def _link_page(self, reference: Reference) -> str | None:
        """A link to a page by its address from the site's root, which need not be the host's."""
        root = self.site.root
        if (
            reference.kind != "plain"
            or not root
            or not reference.path.startswith("/")
            or self._is_below_root(reference.path)
        ):
            return None
        return f"{root}{reference.path}{reference.tail}"

    def _is_below_root(self, path: str) -> bool:
        folder = urlsplit(self.site.root).path
        return bool(folder) and f"{path}/".startswith(f"{folder}/")

    def _fail(self, reference: Reference, reason: str) -> str | None:
        """Note a problem. Pelican's word is taken away, or Pelican would say it once more, without file and line."""
        self.problems[reference.path] = reason
        return None if reference.kind == "plain" else reference.path + reference.tail

    def _find(self, names: tuple[str, ...]) -> str | None:
        found = (self.site.folder.find(name) for name in names if name)
        return next(filter(None, found), None)

    def _image(self, attributes: Mapping[str, str]) -> dict[str, str]:
        """Its size, so that nothing jumps, and when to load it."""
        self._images += 1
        wanted = self._size(attributes)
        if self.site.settings.lazy and self._images > 1:
            wanted |= {key: value for key, value in _LATER.items() if key not in attributes}
        return wanted

    def _size(self, attributes: Mapping[str, str]) -> dict[str, str]:
        reference = parse_reference(attributes.get("src", ""))
        name = self._find(reference.names(self.folder)) if reference else None
        if not name or {"width", "height"} & attributes.keys():
            return {}
        size = self.site.folder.size(name)
        return {"width": str(size.width), "height": str(size.height)} if size else {}
