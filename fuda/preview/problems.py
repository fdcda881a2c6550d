"""What went wrong, as the author is to read it over the page."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from pelican.log import LimitFilter

from fuda.mistakes import described, from_here

_FILE = re.compile(r"[^\s,'\"(]+\.md\b")


@dataclass(frozen=True)
class Problem:
    """One message: level is "error" or "warning"."""

    level: str
    message: str

    def files(self) -> list[str]:
        """The sources that it names, one that is named twice twice."""
        return _FILE.findall(self.message)

    def is_about(self, source: PurePath) -> bool:
        """Whether it names this source, by its path from any folder above it, among others perhaps."""
        parts = source.parts
        paths = [str(PurePath(*parts[number:])) for number in range(len(parts))]
        return any(re.search(rf"(?<![\w./-]){re.escape(path)}", self.message) for path in paths)

    def is_only_about(self, source: PurePath) -> bool:
        """Whether it names this source and no other one."""
        return self.is_about(source) and len(set(self.files())) <= 1


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.problems: list[Problem] = []

    def emit(self, record: logging.LogRecord) -> None:
        level = "error" if record.levelno >= logging.ERROR else "warning"
        reason = record.exc_info[1] if record.exc_info else None
        message = record.getMessage() + (f": {described(reason)}" if reason else "")
        self.problems.append(Problem(level, from_here(message)))


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
