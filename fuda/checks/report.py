"""What a check found, for people, machines and the shell. Pure."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from .findings import Finding, Severity, error

EXIT_CODE = 2
_PAGES_SHOWN = 5


@dataclass(frozen=True)
class Report:
    """The findings of one check, errors first, and how many pages there were."""

    findings: tuple[Finding, ...]
    page_count: int

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What keeps the site from being published."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What does not."""
        return tuple(finding for finding in self.findings if finding.severity is Severity.WARNING)

    @property
    def exit_code(self) -> int:
        """2 when there are errors, else 0."""
        return EXIT_CODE if self.errors else 0

    def as_json(self) -> str:
        """One object: exit_code, pages, and the findings one by one."""
        rows = [{key: value for key, value in asdict(finding).items() if key != "needle"} for finding in self.findings]
        return json.dumps(
            {"exit_code": self.exit_code, "pages": self.page_count, "findings": rows}, ensure_ascii=False, indent=1
        )

    def __str__(self) -> str:
        groups: dict[tuple[Severity, str, str], list[Finding]] = defaultdict(list)
        for finding in self.findings:
            groups[finding.severity, finding.code, finding.message].append(finding)
        lines = [line for key, members in groups.items() for line in _group_lines(*key, members)]
        return "\n".join([*lines, self._summary()])

    def _summary(self) -> str:
        counts = f"{_counted(len(self.errors), 'error')}, {_counted(len(self.warnings), 'warning')}"
        return f"{_counted(self.page_count, 'page')} checked: {counts}."


def check_page_count(now: int, before: int) -> Finding | None:
    """An error when a site has fewer pages than its last release less a tenth; `before` is 0 when there was none."""
    if now * 10 >= before * 9:
        return None
    return error("fewer-pages", f"{now} pages, where the last release had {before}: more than a tenth is gone")


def _group_lines(severity: Severity, code: str, message: str, findings: Sequence[Finding]) -> Iterator[str]:
    places = [place for finding in findings if (place := _place(finding))]
    yield f"{severity} [{code}] {message}"
    yield from (f"    {place}" for place in places[:_PAGES_SHOWN])
    if len(places) > _PAGES_SHOWN:
        yield f"    … and {len(places) - _PAGES_SHOWN} more"


def _place(finding: Finding) -> str:
    source = _with_line(finding.source, finding.source_line)
    page = _with_line(finding.page, finding.line)
    return f"{source} ({page})" if source and page else source or page


def _with_line(path: str, line: int) -> str:
    return f"{path}:{line}" if line else path


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
