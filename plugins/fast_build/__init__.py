"""Builds on all cores and keeps converted posts from build to build. See README.md."""

from .plugin import register

__all__ = ["register"]
