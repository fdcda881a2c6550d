"""Link cards from `[[ogp:URL]]`. See README.md."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import CardError
from .model import PageFields
from .plugin import register

if TYPE_CHECKING:
    from .fetch import Fetcher, FetchLimits
    from .parse import read_page

__all__ = ["CardError", "FetchLimits", "Fetcher", "PageFields", "read_page", "register"]
_LATER = {"FetchLimits": ".fetch", "Fetcher": ".fetch", "read_page": ".parse"}
"""Imported when asked for: their libraries take a tenth of a second, and a build whose cards are all known needs none of them."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATER[name], __name__), name)
