"""`image:` in a post's front matter -> `article.cover`."""

from .model import Cover, CoverMissing
from .resolve import Covers
from .wish import image_key, is_remote, line_of_image, local_path

__all__ = ["Cover", "CoverMissing", "Covers", "image_key", "is_remote", "line_of_image", "local_path"]
