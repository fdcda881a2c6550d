"""`image:` in a post's front matter -> `article.cover`."""

from .model import Cover, CoverMissing
from .resolve import Covers
from .wish import is_remote, line_of_image, local_path

__all__ = ["Cover", "CoverMissing", "Covers", "is_remote", "line_of_image", "local_path"]
