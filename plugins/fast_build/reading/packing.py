"""A converted post as bytes and back.

Pickle, since metadata may hold whatever YAML and readers make; but only plain values and Pelican's own tags, categories
and authors come back out, so that a kept file from elsewhere can run nothing. The site's settings, which each tag points
to, are left out and put back in.
"""

from __future__ import annotations

import io
import pickle
from collections.abc import Mapping
from functools import cache
from typing import Any

Converted = tuple[str, dict[str, Any]]
"""The HTML and the metadata that a reader returned."""

ALLOWED = {
    ("builtins", "complex"), ("builtins", "frozenset"), ("builtins", "set"), ("builtins", "bytearray"),
    ("collections", "OrderedDict"), ("copyreg", "_reconstructor"), ("builtins", "object"),
    ("datetime", "date"), ("datetime", "datetime"), ("datetime", "time"), ("datetime", "timedelta"), ("datetime", "timezone"),
    ("markupsafe", "Markup"), ("pelican.urlwrappers", "Author"), ("pelican.urlwrappers", "Category"), ("pelican.urlwrappers", "Tag"),
    ("pelican.utils", "SafeDatetime"), ("zoneinfo", "ZoneInfo"), ("dateutil.tz.tz", "tzutc"), ("dateutil.tz.tz", "tzoffset"),
}  # fmt: skip


class NotPackableError(Exception):
    """The metadata holds something that does not come back out of a kept file."""


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, settings: Mapping[str, Any]) -> None:
        super().__init__(file, protocol=5)
        self._settings = settings

    def persistent_id(self, obj: Any) -> str | None:
        return "settings" if obj is self._settings else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, settings: Mapping[str, Any]) -> None:
        super().__init__(file)
        self._settings = settings

    def persistent_load(self, pid: str) -> Mapping[str, Any]:
        if pid != "settings":
            raise pickle.UnpicklingError(pid)
        return self._settings

    def find_class(self, module: str, name: str) -> Any:
        return _class_of(module, name)


@cache
def _class_of(module: str, name: str) -> Any:
    """What pickle would find itself, once for all posts. Raises UnpicklingError for what is not allowed."""
    if (module, name) not in ALLOWED and not (module == "zoneinfo" and name.startswith("ZoneInfo")):
        raise pickle.UnpicklingError(f"{module}.{name}")
    return pickle.Unpickler(io.BytesIO()).find_class(module, name)  # noqa: S301 - there is nothing in it to load


def pack(converted: Converted, settings: Mapping[str, Any]) -> bytes:
    """Bytes of what a reader returned. Raises NotPackableError."""
    file = io.BytesIO()
    try:
        _Pickler(file, settings).dump(converted)
    except Exception as error:
        raise NotPackableError(str(error)) from error
    return file.getvalue()


def unpack(data: bytes, settings: Mapping[str, Any]) -> Converted | None:
    """What `pack` was given, or None for bytes that are anything else."""
    if not data:
        return None
    try:
        html, metadata = _Unpickler(io.BytesIO(data), settings).load()
    except Exception:  # noqa: BLE001 - broken bytes may raise anything
        return None
    return (html, metadata) if isinstance(html, str) and isinstance(metadata, dict) else None
