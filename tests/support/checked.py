"""A small built site that passes the gate, to break in one place at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fuda.checks import BuildRecord, Finding, Report, Source, check_site
from support.sites import write_files

SITE = "https://example.org"
NOW = datetime(2026, 2, 1, tzinfo=UTC)


def html(path: str, body: str = "", head: str = "", base: str = SITE) -> str:
    """A page with all that the gate asks for."""
    return (
        f'<!doctype html>\n<html lang="ja"><head><title>T</title><meta name="description" content="D">'
        f'<link rel="canonical" href="{base}/{path}">{head}</head>\n<body>{body}</body></html>'
    )


def source(path: str, save_as: str, **fields: Any) -> Source:
    """A published post."""
    values = {"kind": "article", "status": "published", "date": datetime(2026, 1, 1, tzinfo=UTC), "public_as": save_as}
    return Source(path=path, save_as=save_as, **(values | fields))


def files(base: str = SITE) -> dict[str, str | bytes]:
    """The output: a home page, a post and an image."""
    body = f'<h2 id="見出し">h</h2><img src="{base}/images/a.png" alt="a"><a href="{base}/">home</a>'
    return {
        "index.html": html("", f'<a href="{base}/posts/a/">a</a>', base=base),
        "posts/a/index.html": html("posts/a/", body, base=base),
        "images/a.png": b"png",
    }


class CheckedSite:
    """Files below `root/output`, sources below `root`, and a record of them."""

    def __init__(self, root: Path, base: str = SITE) -> None:
        self.root = root
        self.output = root / "output"
        self.files = files(base)
        self.record = BuildRecord(site_url=base, sources=(self.post("a", "posts/a/index.html"),))

    def post(self, name: str, save_as: str, text: str = "Text.\n", **fields: Any) -> Source:
        """Write a source file and give what the build knows of it."""
        path = self.root / f"content/{name}.md"
        write_files(self.root, {f"content/{name}.md": text})
        return source(path.as_posix(), save_as, **fields)

    def change_record(self, **fields: Any) -> None:
        """Another record."""
        self.record = self.record.model_copy(update=fields)

    def check(self, changed: dict[str, str | bytes] | None = None) -> Report:
        """Write the files, some of them changed, and check them."""
        write_files(self.output, self.files | (changed or {}))
        return check_site(self.output, self.record, now=NOW, processes=1)

    def the_finding(self, changed: dict[str, str | bytes] | None = None) -> Finding:
        """The one and only finding."""
        (finding,) = self.check(changed).findings
        return finding
