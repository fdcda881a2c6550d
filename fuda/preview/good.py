"""The last good text of each page that was looked at, for the time when it can't be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

MOST = 200
"""So many pages are remembered."""


@dataclass
class GoodPages:
    """By output file: the text, and the source of the post or page that it shows; None for a list or a feed."""

    rows: dict[str, tuple[str, str | None]] = field(default_factory=dict)

    def keep(self, name: str, text: str, source: str | None) -> None:
        """Remember a page that has just been made, and forget the oldest."""
        self.rows.pop(name, None)
        self.rows[name] = text, source
        if len(self.rows) > MOST:
            del self.rows[next(iter(self.rows))]

    def source(self, name: str) -> str | None:
        """The source of a page that is remembered."""
        return self.rows.get(name, ("", None))[1]

    def text(self, name: str) -> str | None:
        """Its text."""
        return self.rows.get(name, (None, None))[0]

    def forget(self, is_gone: Callable[[str, str | None], bool]) -> None:
        """Drop those of which `is_gone(name, source)` says so."""
        self.rows = {name: row for name, row in self.rows.items() if not is_gone(name, row[1])}
