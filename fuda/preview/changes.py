"""What a changed path means. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

NOISE_FOLDERS = {".git", "__pycache__", ".DS_Store"}
NOISE_ENDINGS = ("~", ".swp", ".swx", ".swo", ".tmp", ".part", ".crdownload")
NOISE_STARTS = (".#", "#", ".~", ".goutputstream")


class Kind(Enum):
    """What has to be done again, from least to most."""

    NOTHING = 0
    STYLE = 1
    """A stylesheet of the theme: copied and swapped in the browser."""
    TEMPLATE = 2
    """A template of pages: they are rendered anew, nothing is read."""
    POST = 3
    """The text of one source file."""
    LISTS = 4
    """The metadata of one post: what lists print of it, the lists that it is in, or all lists; other posts stay as they are."""
    SITE = 5
    """Files came or went, static files, the card store, translations: all that Pelican knows is made anew."""
    PROCESS = 6
    """Settings or Python code: the process itself starts again."""


@dataclass(frozen=True)
class Places:
    """The folders that a preview watches; all absolute."""

    settings: tuple[Path, ...]
    """Files: those with the settings, and the site's own modules that they import."""
    content: Path
    theme: Path
    plugins: tuple[Path, ...]
    plugin_templates: frozenset[str] = frozenset()
    """Names of the templates that plugins bring and a theme may override: a plugin may have used them before a page is rendered."""
    store: Path | None = None
    overrides: tuple[Path, ...] = ()
    """Folders of templates that win over the theme's."""

    def all(self) -> list[Path]:
        """Each of them, whether it exists or not."""
        store = [self.store] if self.store else []
        return [*self.settings, self.content, self.theme, *self.overrides, *self.plugins, *store]


@dataclass(frozen=True)
class Change:
    """One path that changed; `edited` is false when it came or went."""

    path: Path
    edited: bool


def is_noise(path: Path) -> bool:
    """Whether this is an editor's or a system's file and no part of the site."""
    if any(part in NOISE_FOLDERS for part in path.parts):
        return True
    return path.name.endswith(NOISE_ENDINGS) or path.name.startswith(NOISE_STARTS) or path.name == "4913"  # Vim's probe


def kind_of(change: Change, places: Places) -> Kind:
    """What one change asks for."""
    path = change.path
    if is_noise(path):
        return Kind.NOTHING
    if path in places.settings:
        return Kind.PROCESS
    if any(path.is_relative_to(folder) for folder in (places.theme, *places.overrides)):
        return _kind_in_theme(change, places)
    if path.is_relative_to(places.content):
        return Kind.POST if change.edited and path.suffix == ".md" else Kind.SITE
    if any(path.is_relative_to(folder) for folder in places.plugins):
        return Kind.PROCESS if path.suffix == ".py" else Kind.SITE
    return Kind.SITE


def _kind_in_theme(change: Change, places: Places) -> Kind:
    if change.path.suffix == ".css":
        return Kind.STYLE
    is_template = change.path.suffix in {".html", ".xml", ".jinja2"}
    if is_template and change.edited and change.path.name not in places.plugin_templates:
        return Kind.TEMPLATE
    return Kind.SITE  # one that came or went changes from which folder a name is taken


def greatest(changes: Iterable[Change], places: Places) -> Kind:
    """What several changes together ask for."""
    return max((kind_of(change, places) for change in changes), key=lambda kind: kind.value, default=Kind.NOTHING)
