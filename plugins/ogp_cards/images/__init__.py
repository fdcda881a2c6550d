"""Images from other sites, made safe, small and local. Pillow is used here only, and imported when there is something to decode."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .variants import Variant, Variants, make_variants

if TYPE_CHECKING:
    from .pictures import COVER, FOLDER, ICON, THUMBNAIL, Pictures

__all__ = ["COVER", "FOLDER", "ICON", "THUMBNAIL", "Pictures", "Variant", "Variants", "make_variants"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".pictures", __name__), name)
