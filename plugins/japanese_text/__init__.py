"""Japanese text set well: titles that break between phrases, ruby, reading time. See README.md."""

from .plugin import register

__all__ = ["register"]
