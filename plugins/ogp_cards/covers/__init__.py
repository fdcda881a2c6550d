"""`image:` in a post's front matter -> `article.cover`."""

from .model import Cover, CoverMissing
from .resolve import Covers
from .wish import line_of_image

__all__ = ["Cover", "CoverMissing", "Covers", "line_of_image"]
