"""Pelican's signals."""

from __future__ import annotations

import html
import logging
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican.plugins import signals

from .labels import Labels, labels_for, relabel
from .problems import Problem, take_problems
from .settings import MarkdownExtrasSettings

logger = logging.getLogger(__name__)

EXTENSION = f"{__package__}.extension"
_FOOTNOTE_ID = re.compile(r'((?:<(?:li|sup) id="|class="footnote-(?:back)?ref" href="#)fn(?:ref\d*)?:)')


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(add_extension)
    signals.all_generators_finalized.connect(finish_contents)


def add_extension(pelican: Any) -> None:
    """Have Markdown use our extension, in a MARKDOWN of this run's own, with a plain configuration that can be compared and kept."""
    settings = pelican.settings
    options = MarkdownExtrasSettings.read(settings)
    config = {
        "labels": asdict(labels_for(settings["DEFAULT_LANG"], options.labels)),
        "allowed_hosts": sorted({*options.allowed_hosts, *filter(None, (urlsplit(settings["SITEURL"]).hostname,))}),
        "math": options.math,
    }
    markdown = settings["MARKDOWN"]
    configs = {**markdown.get("extension_configs", {}), EXTENSION: config}
    settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    settings["MARKDOWN_EXTRAS"] = options


def finish_contents(generators: list[Any]) -> None:
    """Fit posts and pages of every kind to their language and slug, and tell the author what is wrong."""
    settings = generators[0].settings
    own = settings["MARKDOWN_EXTRAS"].labels
    site = labels_for(settings["DEFAULT_LANG"], own)
    by_language: dict[str, Labels] = {}
    for content in _unfinished(generators[0].context["generated_content"].values()):
        text, problems = take_problems(content._content)
        if content.lang not in by_language:
            by_language[content.lang] = labels_for(content.lang, own)
        labels = by_language[content.lang]
        text = text if labels == site else relabel(text, site, labels)
        content._content = _own_footnotes(text, content.slug)
        _clean_summary(content)
        _report(content.source_path, problems)


def _unfinished(contents: Iterable[Any]) -> Iterator[Any]:
    """Those that are new: in a process that stays, most are from the build before."""
    for content in contents:
        if (
            content is not None
            and isinstance(content._content, str)
            and not hasattr(content, "_markdown_extras_finished")
        ):
            content._markdown_extras_finished = True
            yield content


def _own_footnotes(text: str, slug: str) -> str:
    """Footnote ids with the post's slug, so that several posts may stand on one page."""
    if 'class="footnotes"' not in text:
        return text
    return _FOOTNOTE_ID.sub(lambda m: f"{m[0]}{html.escape(slug)}:", text)


def _clean_summary(content: Any) -> None:
    """A summary is converted as well."""
    summary = content.metadata.get("summary")
    if isinstance(summary, str):
        content.metadata["summary"] = content._summary = take_problems(summary)[0]


def _report(source: str, problems: list[Problem]) -> None:
    if not problems:
        return
    text = Path(source).read_text(encoding="utf-8-sig")
    path = os.path.relpath(source) if Path(source).is_relative_to(Path.cwd()) else source
    for problem in sorted(problems, key=lambda problem: problem.line_in(text) or 0):
        line = problem.line_in(text)
        logger.warning("%s: %s", path if line is None else f"{path}:{line}", problem.message)
