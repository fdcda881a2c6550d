"""Picks the posts that a site puts forward. See README.md."""

from .plugin import register

__all__ = ["register"]
