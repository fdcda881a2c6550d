"""What tech posts need beyond Markdown: code with file names, callouts, math, figures, tables that scroll, safe media. See README.md."""

from .plugin import register

__all__ = ["register"]
