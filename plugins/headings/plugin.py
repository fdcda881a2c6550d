"""Pelican's signals."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pelican.plugins import signals

from .problems import Problem, take_problems
from .settings import HeadingsSettings
from .toc import Toc

logger = logging.getLogger(__name__)

EXTENSION = f"{__package__}.extension"


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(add_extension)
    signals.all_generators_finalized.connect(finish_contents)


def add_extension(pelican: Any) -> None:
    """Have Markdown use our extension, in a MARKDOWN of this run's own, with a plain configuration that can be compared and kept."""
    options = HeadingsSettings.read(pelican.settings)
    config = {"anchors": options.anchors, "reserved_ids": sorted(options.reserved_ids)}
    markdown = pelican.settings["MARKDOWN"]
    configs = {**markdown.get("extension_configs", {}), EXTENSION: config}
    pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}
    pelican.settings["HEADINGS_TOC_MAX_LEVEL"] = options.toc_max_level


def finish_contents(generators: list[Any]) -> None:
    """Give articles and pages of every kind their table of contents, and tell the author what is wrong."""
    max_level = generators[0].settings["HEADINGS_TOC_MAX_LEVEL"]
    for content in _unfinished(generators[0].context["generated_content"].values()):
        content._content, problems = take_problems(content._content)
        content.toc = Toc(content, max_level)
        _clean_summary(content)
        _report(content.source_path, problems)


def _unfinished(contents: Iterable[Any]) -> Iterator[Any]:
    """Those that are new: in a process that stays, most are from the build before."""
    for content in contents:
        if content is not None and isinstance(content._content, str) and not hasattr(content, "_headings_finished"):
            content._headings_finished = True
            yield content


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
