"""Decides which sources may have the address that they ask for. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter

_LONGEST = 255
"""Bytes of a file name, on every file system in use."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file of the author's that becomes a page."""

    file: str
    slug: str
    save_as: str
    """The output file, "" for none."""
    explicit: bool = False
    """Whether the file itself says its `save_as`. Such a page may stand in for a list, as in Pelican."""
    slug_leads: bool = False
    """Whether the slug is the first folder of `save_as`, so that it can meet a reserved name."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The addresses that the site itself needs."""

    files: Mapping[str, str] = field(default_factory=dict)
    """Output file -> what it is."""
    folders: Mapping[str, str] = field(default_factory=dict)
    """First folder -> the setting it comes from."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """File -> what is wrong: those to leave out, and those to warn of."""

    refused: dict[str, str]
    doubtful: dict[str, str]


def judge(sources: Iterable[Source], taken: Taken) -> Verdict:
    """Who goes. Of two sources with one address the first by path stays."""
    verdict = Verdict({}, {})
    owners: dict[str, str] = {}
    alike: dict[str, str] = {}
    tree = Tree(taken.files)
    for source in sorted((source for source in sources if source.save_as), key=attrgetter("file")):
        path = source.save_as
        if path in owners:
            verdict.refused[source.file] = (
                f"has the address of {owners[path]} ({path}); write another slug in one of them"
            )
        elif wrong := _wrong_path(source) or _reserved(source, taken):
            verdict.refused[source.file] = wrong
        elif clash := tree.refuse(path):
            verdict.refused[source.file] = f"its address {path} {clash}; write another slug"
        else:
            owners[path] = source.file
            tree.enter(path, source.file)
            other = alike.setdefault(unicodedata.normalize("NFC", path).casefold(), source.file)
            if other != source.file:
                verdict.doubtful[source.file] = (
                    f"its address {path} differs from that of {other} in case or Unicode form only,"
                    " which is one file on macOS and Windows; write another slug"
                )
    return verdict


class Tree:
    """What is a file and what a folder, in any case: no name can be both."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        for path, what in files.items():
            self.enter(path, what)

    def enter(self, path: str, what: str) -> None:
        """Note a file and the folders that it stands in."""
        self._files.setdefault(path.casefold(), what)
        for folder in _folders_of(path):
            self._folders.setdefault(folder, what)

    def refuse(self, path: str) -> str | None:
        """Why there can be no such file beside those that were entered."""
        if file := next((folder for folder in _folders_of(path) if folder in self._files), None):
            return f"makes a folder of the file {file} ({self._files[file]})"
        if owner := self._folders.get(path.casefold()):
            return f"is a folder, where {owner} stands"
        return None


def _folders_of(path: str) -> list[str]:
    """`a` and `a/b` for `A/b/index.html`."""
    parts = path.casefold().split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]


def _wrong_path(source: Source) -> str | None:
    if not (source.slug or source.explicit):
        return "no slug can be made of its name; write 'slug: …'"
    parts = source.save_as.split("/")
    key = "save_as" if source.explicit else "slug"
    if {"", ".", ".."} & set(parts) or "\\" in source.save_as or not source.save_as.isprintable():
        return f"its {key} gives the file {source.save_as!r}; write one without '..', '\\' or a '/' at an end"
    if any(len(part.encode()) > _LONGEST for part in parts):
        return f"its {key} has more than {_LONGEST} bytes, which no file name can have; write a shorter one"
    return None


def _reserved(source: Source, taken: Taken) -> str | None:
    if source.explicit:
        return None
    if source.save_as in taken.files:
        return f"its address {source.save_as} is that of {taken.files[source.save_as]}; write another slug"
    folder = source.save_as.partition("/")[0].casefold()
    if source.slug_leads and folder in taken.folders:
        return f"the slug {source.slug!r} is a name that the site uses itself ({taken.folders[folder]}); write another slug"
    return None
