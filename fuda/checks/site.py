"""Checks a built site: the files of the output folder against every rule."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from .addresses import Addresses
from .facts import PageFacts, StyleFacts, XmlFacts
from .findings import Finding, Severity
from .reading import list_files, read_files
from .record import BuildRecord
from .report import Report
from .rules import RULES, Site

LOCAL = "http://localhost"
_LOGGED = re.compile(r"(?P<path>.+?):(?:(?P<line>\d+):)? (?P<message>.+)", re.DOTALL)


def check_site(
    output: Path, record: BuildRecord, *, now: datetime | None = None, processes: int | None = None
) -> Report:
    """Check a built site: changes nothing and needs no network.

    `record` is what `build_recorded` gave, or `BuildRecord.read`; `now` is when the site is published (aware, by default this moment).
    """
    files = list_files(output)
    facts = list(read_files(output, files, processes))
    site = Site(
        files=frozenset(files),
        pages=tuple(item for item in facts if isinstance(item, PageFacts)),
        styles=tuple(item for item in facts if isinstance(item, StyleFacts)),
        xml=tuple(item for item in facts if isinstance(item, XmlFacts)),
        addresses=Addresses(record.site_url or record.feed_domain or LOCAL),
        record=record,
        texts=dict(_read_sources(record)),
        now=now or datetime.now(UTC),
    )
    found = (finding for rule in RULES for finding in rule(site))
    logged = [*_logged(record.errors, Severity.ERROR), *_logged(record.warnings, Severity.WARNING)]
    findings = [*logged, *_with_sources(found, site)]
    return Report(tuple(sorted(findings, key=_order)), len(site.pages))


def _read_sources(record: BuildRecord) -> Iterator[tuple[str, str]]:
    for source in record.sources:
        path = Path(source.path)
        if source.status != "draft" and path.is_file():
            yield source.path, path.read_text(encoding="utf-8", errors="replace")


def _logged(messages: Iterable[str], severity: Severity) -> Iterator[Finding]:
    for text in messages:
        match = _LOGGED.fullmatch(text)
        if match and Path(match["path"]).is_file():
            line = int(match["line"] or 0)
            yield Finding(severity, "build", match["message"], source=match["path"], source_line=line)
        else:
            yield Finding(severity, "build", text)


def _with_sources(findings: Iterable[Finding], site: Site) -> Iterator[Finding]:
    """Name the source of the page that a finding is in, and the line in it where that can be told."""
    sources = {source.save_as: source.path for source in site.record.sources if source.save_as}
    for finding in findings:
        source = finding.source or sources.get(finding.page, "")
        line = finding.source_line or _find_line(site.texts, source, finding.needle)
        yield replace(finding, source=source, source_line=line)


def _find_line(texts: Mapping[str, str], source: str, needle: str) -> int:
    text = texts.get(source, "")
    places = (text.find(form) for form in (needle, unquote(needle)) if needle)
    found = next((place for place in places if place >= 0), None)
    return 0 if found is None else text.count("\n", 0, found) + 1


def _order(finding: Finding) -> tuple[bool, str, str, bool, str, int]:
    """Errors first, like beside like, and those that have a source before the pages that repeat them."""
    return (
        finding.severity is not Severity.ERROR,
        finding.code,
        finding.message,
        not finding.source,
        finding.page,
        finding.line,
    )
