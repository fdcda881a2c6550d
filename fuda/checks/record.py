"""What a build knew of its sources, for checks that compare them with its output.

Pelican is asked while it builds: only then is it sure which file a source became, whatever plugins and settings had to say.
A record is plain JSON, so that a folder can be checked later than it was built.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.plugins import signals
from pydantic import BaseModel, ConfigDict

from fuda.build import BuildReport, build

ALLOWED_HOSTS = ("CHECKS_ALLOWED_HOSTS", "MARKDOWN_EXTRAS_ALLOWED_HOSTS")

Kind = Literal["article", "page"]

_LISTS: Mapping[Kind, tuple[type, tuple[str, ...]]] = {
    "article": (
        ArticlesGenerator,
        ("articles", "translations", "hidden_articles", "hidden_translations", "drafts", "drafts_translations"),
    ),
    "page": (
        PagesGenerator,
        ("pages", "translations", "hidden_pages", "hidden_translations", "draft_pages", "draft_translations"),
    ),
}


class Source(BaseModel):
    """One article or page. `save_as` is its output file ("" for none), `public_as` the one it has when it is published."""

    model_config = ConfigDict(frozen=True)

    path: str
    """Relative to the current directory when it is below it."""
    kind: Kind
    status: str
    """"published", "hidden" or "draft", which is also what Pelican makes of a post dated in the future."""
    date: datetime | None = None
    save_as: str
    public_as: str


class BuildRecord(BaseModel):
    """What the checks must know of a build. `site_url` is "" for a site that is only looked at on this machine."""

    model_config = ConfigDict(frozen=True)

    site_url: str = ""
    feed_domain: str = ""
    future_dates: bool = False
    """Whether the site publishes posts dated in the future (WITH_FUTURE_DATES)."""
    allowed_hosts: tuple[str, ...] = ()
    """Hosts that pages may load images, scripts, styles and frames from: those that a setting of ALLOWED_HOSTS names."""
    sources: tuple[Source, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    """What the build logged."""

    def write(self, path: Path) -> None:
        """Keep it in a file; not in the output folder, which is published."""
        path.write_text(self.model_dump_json(indent=1), encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> BuildRecord:
        """Read it back."""
        return cls.model_validate_json(path.read_text(encoding="utf-8"))


def build_recorded(settings: Path, arguments: Sequence[str] = ()) -> BuildRecord:
    """Build the site as `fuda.build.build` does, and say what was built. Raises BuildFailed."""
    seen: list[Any] = []

    def remember(generators: list[Any]) -> None:
        """Pelican's generators, which are asked when all is done: plugins may still take something out of them."""
        seen[:] = generators

    signals.all_generators_finalized.connect(remember)
    try:
        report = build(settings, arguments)
    finally:
        signals.all_generators_finalized.disconnect(remember)
    return _record(seen, report)


def _record(generators: list[Any], report: BuildReport) -> BuildRecord:
    settings = generators[0].settings
    return BuildRecord(
        site_url=settings["SITEURL"],
        feed_domain=settings.get("FEED_DOMAIN") or "",
        future_dates=settings["WITH_FUTURE_DATES"],
        allowed_hosts=tuple(host for key in ALLOWED_HOSTS for host in settings.get(key, ())),
        sources=tuple(_sources(generators)),
        errors=report.errors,
        warnings=report.warnings,
    )


def _sources(generators: list[Any]) -> Iterator[Source]:
    for generator in generators:
        for kind, (made_by, lists) in _LISTS.items():
            if isinstance(generator, made_by):
                yield from (_source(content, kind) for name in lists for content in getattr(generator, name))


def _source(content: Any, kind: Kind) -> Source:
    path = Path(content.source_path)
    here = Path.cwd()
    return Source(
        path=(path.relative_to(here) if path.is_relative_to(here) else path).as_posix(),
        kind=kind,
        status=content.status,
        date=getattr(content, "date", None),
        save_as=content.save_as,
        public_as=content.save_as if content.status != "draft" else _public_file(content, kind),
    )


def _public_file(content: Any, kind: Kind) -> str:
    if override := getattr(content, "override_save_as", None):
        return str(override)
    language = "" if content.in_default_lang else "LANG_"
    pattern = content.settings[f"{kind.upper()}_{language}SAVE_AS"]
    return str(pattern).format(**content.url_format)
