"""Notices whether code says anything to the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pelican.log import LimitLogger


@dataclass(eq=False)
class Counter(logging.Handler):
    """Counts what is logged at WARNING or above."""

    records: int = 0

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one record."""
        self.records += record.levelno >= self.level


@contextmanager
def listening(*, silent: bool = False) -> Iterator[Counter]:
    """Count what is logged, also what Pelican's filter leaves out since it was said before.

    `silent`: nobody hears it, neither a handler nor that filter, so that it can be said again.
    """
    said, root, limit = Counter(), logging.getLogger(), LimitLogger.limit_filter
    passes = limit.filter

    def count(record: logging.LogRecord) -> bool:
        said.emit(record)
        return not silent and bool(passes(record))  # type: ignore[no-untyped-call]

    handlers, root.handlers = root.handlers, [said] if silent else [said, *root.handlers]
    limit.filter = count  # type: ignore[method-assign]
    try:
        yield said
    finally:
        root.handlers = handlers
        del limit.filter
