"""Every internal link, anchor, image and file is there, and nothing is loaded from a host that is not allowed."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping
from itertools import chain

from ..addresses import Target, Where
from ..facts import PageFacts, Reference, Use
from ..findings import Finding, error, warning
from .model import Site

_CODES = {Use.LINK: "dead-link", Use.IMAGE: "missing-image", Use.SHARED: "missing-image"}


def check_links(site: Site) -> Iterator[Finding]:
    """What pages and stylesheets refer to."""
    checker = _Checker(site)
    pages = ((page.path, page.references, page.policy_hosts) for page in site.pages)
    styles = ((style.path, style.references, ()) for style in site.styles)
    for path, references, policy_hosts in chain(pages, styles):
        for reference in references:
            if finding := checker.check(reference, path, policy_hosts):
                yield finding


def fold(path: str) -> str:
    """A path without the differences that some file systems and servers do not make."""
    return unicodedata.normalize("NFC", path).casefold()


class _Checker:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._allowed = {host.lower() for host in site.record.allowed_hosts}
        self._anchors: Mapping[str, frozenset[str]] = {page.path: _anchors(page) for page in site.pages}
        self._by_fold = {fold(path): path for path in site.files}

    def check(self, reference: Reference, page: str, policy_hosts: Collection[str]) -> Finding | None:
        target = self._site.addresses.resolve(reference.url, page)
        at = (page, reference.line, reference.url)
        if not reference.url and reference.use is not Use.LINK:
            return error(_code(reference), f"{reference.use} without an address", *at)
        match target.where:
            case Where.SITE:
                return self._check_inside(reference, target, at)
            case Where.HOST:
                return self._check_beside(reference, target, at)
            case Where.BROKEN:
                return error("bad-url", f"{reference.url} is no URL", *at)
            case Where.ELSEWHERE if reference.use.is_requested and target.host not in {*self._allowed, *policy_hosts}:
                message = f"{reference.use} from another host: {target.host}; CHECKS_ALLOWED_HOSTS does not name it"
                return error("other-host", message, *at)
        return None

    def _check_inside(self, reference: Reference, target: Target, at: tuple[str, int, str]) -> Finding | None:
        file = self._site.file_at(target.path)
        if file and self._has_anchor(file, target.fragment):
            return None
        if file:
            return error("dead-anchor", f"there is no #{target.fragment} in {file}", *at)
        if f"{target.path}/index.html" in self._site.files:
            return warning("redirect", f"{reference.url} should end in a slash; servers redirect to it", *at)
        return error(_code(reference), f"{reference.use} {reference.url} is not there{self._hint(target.path)}", *at)

    def _check_beside(self, reference: Reference, target: Target, at: tuple[str, int, str]) -> Finding:
        base = self._site.addresses.base
        if self._site.file_at(target.path):
            return error(_code(reference), f"{reference.use} {reference.url} leaves out the site's folder, {base}", *at)
        return warning("outside", f"{reference.use} {reference.url} is outside {base} and cannot be checked", *at)

    def _has_anchor(self, file: str, fragment: str) -> bool:
        fragment = fragment.split(":~:", 1)[0]
        return fragment in {"", "top"} or file not in self._anchors or fragment in self._anchors[file]

    def _hint(self, path: str) -> str:
        wanted = fold(f"{path}index.html" if path.endswith("/") else path)
        found = self._by_fold.get(wanted)
        return f"; {found} is, which differs in case or Unicode form" if found else ""


def _anchors(page: PageFacts) -> frozenset[str]:
    return frozenset(page.anchors).union(spot.text for spot in page.ids)


def _code(reference: Reference) -> str:
    return _CODES.get(reference.use, "missing-file")
