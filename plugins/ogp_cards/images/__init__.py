"""Images from other sites, made safe, small and local. Pillow is used here only."""

from .pictures import FOLDER, ICON, THUMBNAIL, Pictures

__all__ = ["FOLDER", "ICON", "THUMBNAIL", "Pictures"]
