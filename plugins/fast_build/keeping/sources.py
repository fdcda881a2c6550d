"""The files behind a site: those of its theme, its plugins, and other code of its own."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .digests import is_own


def files_below(folder: Path, above: frozenset[tuple[int, int]] = frozenset()) -> Iterator[Path]:
    """All files of a folder without Python's own, behind links too; `above` are the folders on the way, into which no link leads back."""
    try:
        found = folder.stat()
        entries = list(os.scandir(folder))
    except OSError:
        return
    here = (found.st_dev, found.st_ino)
    if here in above:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from files_below(Path(entry.path), above | {here})
        elif entry.is_file() and not entry.name.endswith(".pyc"):
            yield Path(entry.path)


def plugin_files(settings: Mapping[str, Any]) -> Iterator[Path]:
    """Sources of the plugins that come from PLUGIN_PATHS: a change to one of them may change what is read."""
    return (path for path in _files_of_plugins(settings) if path.suffix == ".py")


def site_files(settings: Mapping[str, Any]) -> Iterator[Path]:
    """All files of the theme and of the plugins from PLUGIN_PATHS, and the templates among the contents."""
    yield from files_below(Path(settings["THEME"]))
    for folder in settings["THEME_TEMPLATES_OVERRIDES"]:
        yield from files_below(Path(folder))
    yield from template_pages(settings)
    yield from _files_of_plugins(settings)


def template_pages(settings: Mapping[str, Any]) -> Iterator[Path]:
    """The templates among the contents."""
    found = (Path(settings["PATH"]) / name for name in settings["TEMPLATE_PAGES"])
    return (path for path in found if path.is_file())


def code_files(modules: Iterable[str]) -> set[Path]:
    """Sources of those of these modules that are the site's own, each with all of the package that it is in; a distribution's are told
    by its version."""
    return {path for name in {module_top(module) for module in modules} for path in _sources(name)}


def module_top(module: str) -> str:
    """The package that a module is in, or the plugin: `pelican.plugins.one.two` is in `pelican.plugins.one`."""
    names = module.split(".")
    return ".".join(names[: 3 if names[:2] == ["pelican", "plugins"] else 1])


def is_installed(module: str) -> bool:
    """Whether a module is Python's or of a distribution. One that can't be found is neither."""
    top = module_top(module)
    spec = spec_of(top)
    return top in sys.stdlib_module_names or (spec is not None and not any(map(is_own, _places(spec))))


def _sources(name: str) -> Iterator[Path]:
    """Sources of a module or package of the site's own; of any other none."""
    spec = spec_of(name)
    for place in map(Path, filter(is_own, _places(spec) if spec else ())):
        if place.is_dir():
            yield from (path for path in files_below(place) if path.suffix == ".py")
        else:
            yield place


def spec_of(name: str) -> ModuleSpec | None:
    """Where a module is found. None for a short name of a Markdown extension, and for a module that nobody finds again."""
    try:
        return find_spec(name)
    except (ImportError, ValueError):
        return None


def _places(spec: ModuleSpec) -> list[str]:
    """The folders of a package or the file of a module; none for one that is built in."""
    file = [spec.origin] if spec.origin and spec.has_location else []
    return list(spec.submodule_search_locations or file)


def _files_of_plugins(settings: Mapping[str, Any]) -> Iterator[Path]:
    for folder in settings["PLUGIN_PATHS"]:
        for name in settings.get("PLUGINS") or ():
            place = Path(folder) / str(name).replace(".", "/")
            yield from files_below(place)
            if (module := place.with_name(f"{place.name}.py")).is_file():
                yield module
