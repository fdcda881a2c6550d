"""Gives posts that ask for a template which does not exist the one of their kind, since Pelican would stop the build."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pelican.generators import PelicanTemplateNotFound

_LINE = re.compile(r"\s*template\s*:", re.IGNORECASE)


def replace_missing(contents: Iterable[Any], generator: Any) -> list[str]:
    """What to say, a line for each post whose template is replaced."""
    return [_replace(content, generator) for content in contents if not _exists(content.template, generator)]


def _exists(name: str, generator: Any) -> bool:
    try:
        generator.get_template(name)
    except PelicanTemplateNotFound:
        return False
    return True


def _replace(content: Any, generator: Any) -> str:
    wanted, content.template = content.template, content.default_template
    place = f"{content.source_path.removeprefix(f'{Path.cwd()}/')}:{_line_of(Path(content.source_path))}"
    there = ", ".join(_names(generator.env.list_templates(), generator.settings["TEMPLATE_EXTENSIONS"]))
    return f"{place}: template: there is no {wanted!r}, so {content.template!r} is used; allowed: {there}"


def _names(files: Iterable[str], endings: Iterable[str]) -> list[str]:
    """The templates at the top, for those in folders are parts."""
    whole = {
        file.removesuffix(ending) for file in files for ending in endings if "/" not in file and file.endswith(ending)
    }
    return sorted(whole)


def _line_of(path: Path) -> int:
    with path.open(encoding="utf-8", errors="replace") as lines:
        return next((number for number, line in enumerate(lines, 1) if _LINE.match(line)), 1)
