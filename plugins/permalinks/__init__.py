"""Gives every page its address for good, and no two pages the same. See README.md."""

from .plugin import register

__all__ = ["register"]
