"""One build of the site in this process, with what it said counted.

Pelican's own command ends with exit code 0 however many posts it left out. This one counts what was logged, so that a task can end with 1.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pelican
from pelican.log import console
from pelican.settings import get_settings_from_file
from rich import get_console
from rich.console import Console
from rich.logging import RichHandler

from .mistakes import described, from_here

if TYPE_CHECKING:
    from collections.abc import Iterator


class BuildFailed(Exception):
    """The build stopped before its end; the message is one line for the author."""


@dataclass(frozen=True)
class BuildReport:
    """What one build said: messages at ERROR and above, messages at WARNING, the seconds it took, and how much it did if that is known."""

    errors: tuple[str, ...]
    warnings: tuple[str, ...]
    seconds: float
    done: str = ""

    @property
    def exit_code(self) -> int:
        """1 when anything is missing from the site, else 0."""
        return 1 if self.errors else 0

    def __str__(self) -> str:
        found = ", ".join(
            _counted(len(rows), name) for rows, name in ((self.errors, "error"), (self.warnings, "warning"))
        )
        return f"Built in {self.seconds:.1f} s, {found}" + (f": {self.done}." if self.done else ".")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(eq=False)
class _Counter(logging.Handler):
    """Keeps the text of every message at WARNING and above."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(logging.WARNING)

    def emit(self, record: logging.LogRecord) -> None:
        (self.errors if record.levelno >= logging.ERROR else self.warnings).append(record.getMessage())


def _log_handler(stream: TextIO) -> logging.Handler:
    """Rich columns on a terminal; one plain line a message in a pipe, where Rich would fold them at 80 characters."""
    if stream.isatty():
        return RichHandler(console=Console(file=stream), show_time=False, show_path=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    return handler


@contextmanager
def _logging(level: int) -> Iterator[_Counter]:
    """Root logging for one build, put back as it was afterwards."""
    root, counter = logging.getLogger(), _Counter()
    handlers, before = list(root.handlers), root.level
    root.handlers = [_log_handler(sys.stderr), counter]
    root.setLevel(level)
    try:
        yield counter
    finally:
        root.handlers = handlers
        root.setLevel(before)


@contextmanager
def _quiet(*consoles: Console) -> Iterator[None]:
    """Nothing printed on these for a while."""
    before = [console.quiet for console in consoles]
    for each in consoles:
        each.quiet = True
    try:
        yield
    finally:
        for each, quiet in zip(consoles, before, strict=True):
            each.quiet = quiet


def build(
    settings: Path, arguments: Sequence[str] = (), *, level: int = logging.WARNING, progress: bool = False
) -> BuildReport:
    """Build the site of a settings file; `arguments` are further ones of Pelican's command, such as "--fatal", "errors".

    Pelican's own console stays empty, since the report says it all. `progress`: plugins may print on Rich's, as ogp_cards does.
    Raises BuildFailed when the build stopped before its end: a wrong settings file, a broken template, or the first error with `--fatal`.
    """
    if not settings.is_file():
        raise BuildFailed(f"{settings}: no such settings file; run this where pelicanconf.py is.")
    started = time.monotonic()
    parsed = pelican.parse_arguments(["--settings", str(settings), *arguments])
    with _logging(level) as counter, _quiet(console, *([] if progress else [get_console()])):
        pelican.init_logging(fatal=parsed.fatal)
        try:
            site, _ = pelican.get_instance(parsed)
            check_timezone(site.settings)
            site.run()
        except BuildFailed:
            raise
        except Exception as error:
            missing = missing_content(settings) if isinstance(error, ValueError) else ""
            raise BuildFailed(missing or _one_line(error, counter)) from error
    done = str(site.settings.get("FAST_BUILD_SUMMARY", ""))
    return BuildReport(tuple(counter.errors), tuple(counter.warnings), time.monotonic() - started, done)


def missing_content(settings: Path) -> str:
    """What to tell of a settings file whose PATH is no folder, which Pelican does not name; "" where it is one. Raises what it raises."""
    content = get_settings_from_file(str(settings)).get("PATH") or "."
    shown = from_here(str(settings))
    return "" if (settings.parent / content).is_dir() else f"{shown}: PATH is {content!r}, and there is no such folder."


def check_timezone(settings: Mapping[str, Any]) -> None:
    """Raise BuildFailed for a TIMEZONE that is none: Pelican would name every post but not the reason."""
    zone = settings.get("TIMEZONE", "UTC")
    try:
        ZoneInfo(zone)
    except (ValueError, TypeError, OSError, ZoneInfoNotFoundError) as error:
        raise BuildFailed(
            f"TIMEZONE is {zone!r}, which is no time zone; write one such as 'Asia/Tokyo' or 'UTC'."
        ) from error


def _one_line(error: Exception, counter: _Counter) -> str:
    """The reason for a stop: with `--fatal` it has been logged already, so only that is said."""
    if isinstance(error, RuntimeError) and str(error) in {"Warning encountered", "Error encountered"}:
        count = len(counter.errors) + len(counter.warnings)
        return f"Stopped at the first problem ({count} above)." if count else "Stopped at the first problem."
    return described(error)
