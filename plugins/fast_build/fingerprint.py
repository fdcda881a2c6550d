"""What a converted post depends on besides its own bytes, as one key. Pure, but for the reading of plugin sources."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

AFTER_READING = {
    "BIND", "CACHE_PATH", "DEBUG", "DELETE_OUTPUT_DIRECTORY", "FEED_DOMAIN", "JINJA_ENVIRONMENT", "LOAD_CONTENT_CACHE",
    "OGP_CARDS_OFFLINE", "OUTPUT_PATH", "OUTPUT_RETENTION", "PATH", "PELICAN_CLASS", "PLUGINS", "PORT", "RELATIVE_URLS", "SITEURL", "THEME",
    "WITH_FUTURE_DATES",
}  # fmt: skip
"""Settings that no reader looks at. All others count: one conversion too many is better than stale HTML."""
AFTER_READING_ENDINGS = ("_URL", "_SAVE_AS", "_FEED_ATOM", "_FEED_RSS")


class UnstableError(Exception):
    """A setting holds an object that can't be told apart from another one: nothing can be kept."""


def settings_key(settings: Mapping[str, Any], plugin_files: Iterable[Path]) -> bytes:
    """A digest of the settings, of the plugins' own sources and of every installed distribution with its version.

    Raises UnstableError when a setting has no stable form.
    """
    digest = hashlib.sha256()
    for name in sorted(settings):
        if _matters(name):
            digest.update(f"{name}={_stable(settings[name])}\n".encode())
    for path in sorted(plugin_files):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    digest.update("\n".join(_distributions()).encode())
    digest.update(sys.version.encode())
    return digest.digest()


def _matters(name: str) -> bool:
    if name in AFTER_READING or name.startswith("FAST_BUILD_") or name.endswith(AFTER_READING_ENDINGS):
        return False
    return name.isupper()


def post_key(site: bytes, name: str, body: bytes) -> bytes:
    """The key of one post: the site's digest, the file's name (a reader may look at it) and its bytes."""
    return hashlib.sha256(b"\0".join((site, name.encode(), body))).digest()


def _distributions() -> list[str]:
    """Names and versions of everything installed, from the folder names alone (reading the metadata takes 50 times as long)."""
    found: set[str] = set()
    for folder in filter(os.path.isdir, sys.path):
        found.update(path.name for path in Path(folder).glob("*.dist-info"))
    return sorted(found)


def _stable(value: Any, depth: int = 0) -> str:
    """A text that is equal for equal values in any process."""
    if depth > 12:
        raise UnstableError(type(value).__qualname__)
    if value is None or isinstance(value, (str, bytes, int, float, complex, Path)):
        return repr(value)
    if isinstance(value, Mapping):
        return (
            "{" + ",".join(sorted(f"{_stable(k, depth + 1)}:{_stable(v, depth + 1)}" for k, v in value.items())) + "}"
        )
    if isinstance(value, (list, tuple)):
        return "[" + ",".join(_stable(item, depth + 1) for item in value) + "]"
    if isinstance(value, (set, frozenset)):
        return "{" + ",".join(sorted(_stable(item, depth + 1) for item in value)) + "}"
    return _stable_object(value, depth)


def _stable_object(value: Any, depth: int) -> str:
    """Functions and classes by name, other objects by class and attributes."""
    name = f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__qualname__)}"
    if isinstance(value, type) or hasattr(value, "__code__"):
        code = getattr(value, "__code__", None)
        return name + (
            code.co_code.hex() + repr(code.co_consts if "at 0x" not in repr(code.co_consts) else "") if code else ""
        )
    if hasattr(value, "pattern"):  # a compiled regular expression
        return f"{name}({value.pattern!r},{value.flags})"
    if hasattr(value, "__dict__"):
        return name + _stable(vars(value), depth + 1)
    raise UnstableError(name)
