"""Notices whether code says anything to the log."""

from __future__ import annotations

import logging
from dataclasses import dataclass


@dataclass(eq=False)
class Counter(logging.Handler):
    """Counts what is logged at WARNING or above."""

    records: int = 0

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002
        """Count one record."""
        self.records += 1
