"""Sorts posts into types, each with a list page and a feed. See README.md."""

from .model import PostType
from .plugin import register

__all__ = ["PostType", "register"]
