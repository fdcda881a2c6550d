"""Looks at the content folder on disk."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from .sizes import Size, measure


@dataclass
class ContentFolder:
    """The content folder, asked by names below it. What it has measured it keeps, so make one for each run."""

    root: Path
    _sizes: dict[str, Size | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._real = self.root.resolve()

    def find(self, name: str) -> str | None:
        """The name under which there is such a file; it may have the other Unicode form (archives made on a Mac have)."""
        names = dict.fromkeys((name, unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)))
        return next((each for each in names if (self.root / each).is_file()), None)

    def holds(self, name: str) -> bool:
        """Whether the file is really within the folder, and no symbolic link that leads out of it."""
        return (self.root / name).resolve().is_relative_to(self._real)

    def size(self, name: str) -> Size | None:
        """Of an image; None for anything else."""
        if name not in self._sizes:
            self._sizes[name] = measure(self.root / name)
        return self._sizes[name]
