"""What went wrong, as the author is to read it over the page."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pelican.log import LimitFilter


@dataclass(frozen=True)
class Problem:
    """One message: level is "error" or "warning"."""

    level: str
    message: str


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        self.problems.append(Problem(level, record.getMessage()))


@contextmanager
def collected() -> Iterator[list[Problem]]:
    """Everything logged at WARNING and above while this is open; said again although Pelican said it before."""
    LimitFilter._raised_messages.clear()
    LimitFilter._group_count.clear()
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield collector.problems
    finally:
        logging.getLogger().removeHandler(collector)
