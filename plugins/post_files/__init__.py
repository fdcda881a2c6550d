"""Makes images and files that stand beside a post work. See README.md."""

from .plugin import register

__all__ = ["register"]
