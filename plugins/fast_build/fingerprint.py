"""What a converted post or a page depends on besides posts, as one key. Pure, but for the reading of sources."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.machinery import ModuleSpec
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from .digests import Digester, is_own

AFTER_READING = {
    "BIND", "CACHE_PATH", "DEBUG", "DELETE_OUTPUT_DIRECTORY", "FEED_DOMAIN", "JINJA_ENVIRONMENT", "LOAD_CONTENT_CACHE",
    "OGP_CARDS_OFFLINE", "OUTPUT_PATH", "OUTPUT_RETENTION", "PATH", "PELICAN_CLASS", "PLUGINS", "PLUGIN_PATHS", "PORT", "RELATIVE_URLS",
    "SITEURL", "THEME", "WITH_FUTURE_DATES",
}  # fmt: skip
"""Settings that no reader looks at. All others count: one conversion too many is better than stale HTML. (The files of plugins count by
themselves, wherever they are: a fresh checkout has them elsewhere.)"""
AFTER_READING_ENDINGS = ("_URL", "_SAVE_AS", "_FEED_ATOM", "_FEED_RSS")
OWN = "FAST_BUILD_"
PASSING = {
    "BIND", "CACHE_PATH", "DEBUG", "DELETE_OUTPUT_DIRECTORY", "LOAD_CONTENT_CACHE",
    "OUTPUT_PATH", "OUTPUT_RETENTION", "PELICAN_CLASS", "PORT",
}  # fmt: skip
"""Settings that no page looks at either."""


def settings_key(settings: Mapping[str, Any], plugin_files: Iterable[Path]) -> bytes:
    """What all conversions depend on: settings, sources of plugins and of Markdown's extensions, and the versions of all that is installed.

    Raises UnstableError when a setting has no stable form.
    """
    told = {name: value for name, value in settings.items() if not _is_after_reading(name)}
    return _key_of(told, [*plugin_files, *_extension_files(settings.get("MARKDOWN") or {})])


def site_key(settings: Mapping[str, Any], files: Iterable[Path]) -> bytes:
    """What all pages depend on: settings, files of theme and plugins, installed distributions. Raises UnstableError."""
    told = {name: value for name, value in settings.items() if name not in PASSING and not name.startswith(OWN)}
    return _key_of(told, files)


def _is_after_reading(name: str) -> bool:
    return name in AFTER_READING or name.startswith(OWN) or name.endswith(AFTER_READING_ENDINGS)


def _key_of(settings: Mapping[str, Any], files: Iterable[Path]) -> bytes:
    digest, digester = hashlib.sha256(), Digester()
    for name in sorted(settings):
        if name.isupper():
            digest.update(name.encode() + digester.digest(settings[name]))
    for path in sorted(files):
        digest.update("/".join(path.parts[-3:]).encode() + hashlib.sha256(path.read_bytes()).digest())
    digest.update("\n".join(_distributions()).encode())
    digest.update(sys.version.encode())
    return digest.digest()


def _extension_files(markdown: Mapping[str, Any]) -> Iterator[Path]:
    """Sources of the extensions that are the site's own: no version of a distribution tells them apart."""
    for name in {*markdown.get("extensions", ()), *markdown.get("extension_configs", ())}:
        spec = _spec(name.partition(":")[0]) if isinstance(name, str) else None
        if spec and spec.origin and is_own(spec.origin):
            source = Path(spec.origin)
            yield from source.parent.rglob("*.py") if spec.submodule_search_locations else [source]


def _spec(module: str) -> ModuleSpec | None:
    try:
        return find_spec(module)
    except (ImportError, ValueError):
        return None  # a short name, such as "toc"


def plugin_files(settings: Mapping[str, Any]) -> Iterable[Path]:
    """Sources of the plugins that come from PLUGIN_PATHS: a change to one of them may change what is read."""
    for folder in settings["PLUGIN_PATHS"]:
        for name in settings.get("PLUGINS") or ():
            yield from (Path(folder) / str(name).replace(".", "/")).rglob("*.py")


def site_files(settings: Mapping[str, Any]) -> Iterable[Path]:
    """All files of the theme and of the plugins from PLUGIN_PATHS, without Python's own."""
    plugins = (
        Path(folder) / str(name).replace(".", "/")
        for folder in settings["PLUGIN_PATHS"]
        for name in settings.get("PLUGINS") or ()
    )
    for folder in (Path(settings["THEME"]), *map(Path, settings["THEME_TEMPLATES_OVERRIDES"]), *plugins):
        yield from (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")


def post_key(site: bytes, name: str, body: bytes) -> bytes:
    """The key of one post: the site's digest, the file's name (a reader may look at it) and its bytes."""
    return hashlib.sha256(b"\0".join((site, name.encode(), body))).digest()


def _distributions() -> list[str]:
    """Names and versions of everything installed, from the folder names alone (reading the metadata takes 50 times as long)."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        found.update(path.name for path in Path(folder).glob("*.dist-info"))
    return sorted(found)
