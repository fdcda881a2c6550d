"""What the rules are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ..addresses import Addresses
from ..facts import PageFacts, StyleFacts, XmlFacts
from ..findings import Finding
from ..record import BuildRecord

ERROR_PAGE = "404.html"


@dataclass(frozen=True)
class Site:
    """A built site, read."""

    files: frozenset[str]
    """Every output file."""
    pages: tuple[PageFacts, ...]
    styles: tuple[StyleFacts, ...]
    xml: tuple[XmlFacts, ...]
    addresses: Addresses
    record: BuildRecord
    texts: Mapping[str, str]
    """Source path -> its text, of articles and pages that are published."""
    now: datetime
    """When the site is published; aware."""

    def file_at(self, path: str) -> str | None:
        """The output file that a server sends for a path below the site, if there is one."""
        name = f"{path}index.html" if not path or path.endswith("/") else path
        return name if name in self.files else None


Rule = Callable[[Site], Iterator[Finding]]
