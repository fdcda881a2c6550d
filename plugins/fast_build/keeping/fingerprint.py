"""What a converted post or a page depends on besides posts, as one key. Pure, but for the reading of sources."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from .digests import Digester

AFTER_READING = {
    "BIND", "CACHE_PATH", "DEBUG", "DELETE_OUTPUT_DIRECTORY", "FEED_DOMAIN", "JINJA_ENVIRONMENT", "LOAD_CONTENT_CACHE",
    "OGP_CARDS_OFFLINE", "OUTPUT_PATH", "OUTPUT_RETENTION", "PATH", "PELICAN_CLASS", "PLUGINS", "PLUGIN_PATHS", "PORT", "RELATIVE_URLS",
    "SITEURL", "THEME", "WITH_FUTURE_DATES",
}  # fmt: skip
"""Settings that no reader looks at. All others count: one conversion too many is better than stale HTML. (The files of plugins count by
themselves, wherever they are: a fresh checkout has them elsewhere.)"""
AFTER_READING_ENDINGS = ("_URL", "_SAVE_AS", "_FEED_ATOM", "_FEED_RSS")
"""Of Pelican's own settings: what a site calls CDN_URL, its own reader may well write into a post."""
OWN = "FAST_BUILD_"
PASSING = {
    "BIND", "CACHE_PATH", "DEBUG", "DELETE_OUTPUT_DIRECTORY", "LOAD_CONTENT_CACHE",
    "OUTPUT_PATH", "OUTPUT_RETENTION", "PELICAN_CLASS", "PORT",
}  # fmt: skip
"""Settings that no page looks at either."""


def settings_key(settings: Mapping[str, Any], files: Iterable[Path]) -> bytes:
    """What all conversions depend on: settings, sources of plugins and of what else is the site's own, and the versions of all that is
    installed.

    Raises UnstableError when a setting has no stable form.
    """
    told = {name: value for name, value in settings.items() if not _is_after_reading(name)}
    return _key_of(told, files)


def site_key(settings: Mapping[str, Any], files: Iterable[Path]) -> bytes:
    """What all pages depend on: settings, files of theme and plugins, installed distributions. Raises UnstableError."""
    told = {name: value for name, value in settings.items() if name not in PASSING and not name.startswith(OWN)}
    return _key_of(told, files)


def _is_after_reading(name: str) -> bool:
    if name in DEFAULT_CONFIG and name.endswith(AFTER_READING_ENDINGS):
        return True
    return name in AFTER_READING or name.startswith(OWN)


def _key_of(settings: Mapping[str, Any], files: Iterable[Path]) -> bytes:
    digest, digester = hashlib.sha256(), Digester()
    for name in sorted(settings):
        if name.isupper():
            digest.update(name.encode() + digester.digest(settings[name]))
    for path in sorted(files):
        digest.update("/".join(path.parts[-3:]).encode() + hashlib.sha256(path.read_bytes()).digest())
    digest.update("\n".join(_distributions(tuple(sys.path))).encode())
    digest.update(sys.version.encode())
    return digest.digest()


def post_key(site: bytes, name: str, body: bytes) -> bytes:
    """The key of one post: the site's digest, the file's name (a reader may look at it) and its bytes."""
    return hashlib.sha256(b"\0".join((site, name.encode(), body))).digest()


@cache  # what a process has once imported, it does not import anew when it is replaced
def _distributions(folders: tuple[str, ...]) -> list[str]:
    """Names and versions of everything installed, from the folder names alone (reading the metadata takes 50 times as long)."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, folders):
        found.update(path.name for path in Path(folder).glob("*.dist-info"))
    return sorted(found)
