"""Pages and feeds that need not be made, since everything that went into them is as it was.

What can go into a page: its template and everything else that the theme and the plugins bring, the settings, the values
that Pelican hands to it, the context that all pages share, and of the posts those that were looked at while it was made
(`touched` noted them). All but the posts are one digest, the page's own; each post has another. A file is left alone when
these are what they were and nobody has changed it since. A template that asks the clock or the network is not seen
through: plugins that would do that are not among those beside which anything is put off.
"""

from __future__ import annotations

import hashlib
import logging
import os
import struct
import time
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from ..keeping.digests import Digester, UnstableError
from ..keeping.fingerprint import site_key
from ..keeping.kept import Kept
from ..keeping.sources import code_files, site_files
from ..settings import Settings
from .jobs import FeedJob, PageJob

logger = logging.getLogger(__name__)
STAT = struct.Struct("<qq")
CHANGING = frozenset({"localsiteurl", "output_file", "generated_content", "static_content", "staticfiles"})
"""What differs from page to page, and the registers of contents, whose order is that of a set."""


@dataclass
class Untouched:
    """The files of one build and what each is made of. Where nothing can be said of that, all are made."""

    jobs: Mapping[str, PageJob | FeedJob]
    """By output file."""
    kept: Kept
    settings: Mapping[str, Any]
    contents: Sequence[Any]
    """All of Pelican's contents that a page may look at."""
    context: Mapping[str, Any]
    """What all pages share."""
    files: Iterable[Path]
    """Of the theme and the plugins."""
    keep_days: int

    def __post_init__(self) -> None:
        self._names = [f"{type(content).__qualname__} {content.source_path} {content.url}" for content in self.contents]
        self._ids = [hashlib.sha256(name.encode()).digest()[:8] for name in self._names]
        self._keys = {path: hashlib.sha256(path.encode()).digest() for path in self.jobs}
        self._contexts: dict[int, bytes] = {}
        self._digests: dict[bytes, bytes] = {}
        self._made_of: dict[str, bytes] | None = None
        """None before digests are taken, and empty where they can't be."""

    def files_to_leave(self) -> set[str]:
        """The output files that can stay as they are; of a site that was not built before that is known at once."""
        found = dict(self.kept.get_many(self._keys.values()))
        self.kept.close()
        if not found or not self.take_digests():
            return set()
        return {path for path, key in self._keys.items() if key in found and self._holds(path, found[key])}

    def take_digests(self) -> bool:
        """Of all contents, and of what each file is made of, once; whether that can be told."""
        if self._made_of is None:
            try:
                self._made_of = self._take_digests()
            except (UnstableError, OSError) as error:
                self._made_of = {}
                logger.info("fast_build makes all pages: %s", error)
        return bool(self._made_of)

    def _take_digests(self) -> dict[str, bytes]:
        if len(set(self._ids)) < len(self._ids):
            raise UnstableError("two contents of one name")
        shared = {id(self.settings): "settings", id(self.context): "context"}
        shared |= {id(value): "generator" for value in self.context.values() if isinstance(value, Generator)}
        shared |= {id(content.settings): "settings" for content in self.contents}
        digester = Digester(dict(zip(map(id, self.contents), self._names, strict=True)) | shared)
        self._digests = {
            name: digester.digest(vars(content)) for name, content in zip(self._ids, self.contents, strict=True)
        }
        site = hashlib.sha256(site_key(self.settings, self.files) + b"".join(sorted(self._ids)))
        return {path: self._key(job, site.copy(), digester) for path, job in self.jobs.items()}

    def _holds(self, path: str, record: bytes) -> bool:
        ids, stat = record[48:], record[32:48]
        touched = [ids[at : at + 8] for at in range(0, len(ids), 8)]
        return (
            all(name in self._digests for name in touched)
            and self._sum(path, touched) == record[:32]
            and _stat(path) == stat
        )

    def save(self, made: Mapping[str, bytes]) -> None:
        """Keep for the next build what was written just now: file -> the contents looked at for it, as `Touched` packs them."""
        if not self.take_digests():
            return
        new = {self._keys[path]: self._record(path, array("I", touched)) for path, touched in made.items()}
        self.kept.put_many(new, self._keys.values(), now=int(time.time()), days=self.keep_days)
        self.kept.close()

    def _record(self, path: str, numbers: Iterable[int]) -> bytes:
        touched = [self._ids[number] for number in numbers]
        return self._sum(path, touched) + _stat(path) + b"".join(touched)

    def _sum(self, path: str, touched: Iterable[bytes]) -> bytes:
        digest = hashlib.sha256((self._made_of or {})[path])
        for name in touched:
            digest.update(name + self._digests[name])
        return digest.digest()

    def _key(self, job: PageJob | FeedJob, digest: hashlib._Hash, digester: Digester) -> bytes:
        own = (
            [job.elements, job.options, job.siteurl]
            if isinstance(job, FeedJob)
            else [job.template.name, job.values, job.page, job.relative_urls, job.siteurl]
        )
        digest.update(self._context(job.context, digester) + digester.digest([job.name, own]))
        return digest.digest()

    def _context(self, context: Mapping[str, Any], digester: Digester) -> bytes:
        if id(context) not in self._contexts:
            told = ((name, value) for name, value in context.items() if name not in CHANGING)
            values = {name: value for name, value in told if self.settings.get(name, self) is not value}
            self._contexts[id(context)] = digester.digest(values)
        return self._contexts[id(context)]


def look_up(
    options: Settings,
    settings: Mapping[str, Any],
    kept: Kept,
    context: dict[str, Any],
    jobs: Mapping[str, PageJob | FeedJob],
) -> Untouched:
    """What is known of the output files of the last build."""
    registers = (context["generated_content"], context["static_content"])
    contents = [content for register in registers for content in register.values() if content is not None]
    files = code_files(options.safe_plugins).union(site_files(settings))
    return Untouched(jobs, kept, settings, contents, context, files, options.keep_days)


def _stat(path: str) -> bytes:
    """When the file was last changed, and its size."""
    try:
        found = os.stat(path)  # noqa: PTH116 - asked of every page, and a Path costs more than the question
    except OSError:
        return STAT.pack(0, -1)
    return STAT.pack(found.st_mtime_ns, found.st_size)
