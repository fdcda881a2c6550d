"""Headings that begin at h2, have lasting ids in their own script, and make a table of contents. See README.md."""

from .plugin import register
from .toc import TocItem

__all__ = ["TocItem", "register"]
