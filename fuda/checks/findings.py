"""What a check says."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a site from being published; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault. `code` is stable, for machines; lines count from 1, and 0 means unknown."""

    severity: Severity
    code: str
    message: str
    """One sentence that names what is wrong, the same for every page that has it."""
    page: str = ""
    """Path below the output folder, or "" for the site as a whole."""
    line: int = 0
    source: str = ""
    source_line: int = 0
    needle: str = ""
    """What to look for in the source file to find its line."""


def error(code: str, message: str, page: str = "", line: int = 0, needle: str = "") -> Finding:
    """A Finding that stops a release."""
    return Finding(Severity.ERROR, code, message, page, line, needle=needle)


def warning(code: str, message: str, page: str = "", line: int = 0, needle: str = "") -> Finding:
    """A Finding that does not."""
    return Finding(Severity.WARNING, code, message, page, line, needle=needle)
