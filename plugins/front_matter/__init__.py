"""Reads and checks the front matter of posts. See README.md."""

from .plugin import register
from .reader import FrontMatterReader

__all__ = ["FrontMatterReader", "register"]
