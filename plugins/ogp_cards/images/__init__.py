"""Images from other sites, made safe, small and local. Pillow is used here only."""

from .pictures import COVER, FOLDER, ICON, THUMBNAIL, Pictures
from .variants import Variants, make_variants

__all__ = ["COVER", "FOLDER", "ICON", "THUMBNAIL", "Pictures", "Variants", "make_variants"]
