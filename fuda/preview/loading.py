"""Reads a site's settings, tries its plugins, and says in one line why it can't."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.settings import read_settings

from fuda.build import BuildFailed, check_timezone, missing_content
from fuda.mistakes import described, from_here

from .changes import Places

BEFORE = frozenset(sys.modules)
"""What was imported before any settings were read."""
OURS = Path(__file__).parent.parent


class PreviewFailed(Exception):
    """The preview can't start; the message says why in one line."""


@contextmanager
def usable(path: Path) -> Iterator[None]:
    """Whatever goes wrong with the settings of this file, or with their plugins, is a PreviewFailed with its place."""
    try:
        yield
    except Exception as error:
        raise PreviewFailed(described(error, str(path))) from error


def load(path: Path) -> dict[str, Any]:
    """Pelican's settings of a file. Raises PreviewFailed."""
    with usable(path):
        missing = missing_content(path)
        settings = {} if missing else dict(read_settings(str(path)))
    if missing:
        raise PreviewFailed(missing)
    try:
        check_timezone(settings)
    except BuildFailed as error:
        raise PreviewFailed(f"{from_here(str(path))}: {error}") from error
    return settings


def places_of(settings_file: Path, settings: dict[str, Any]) -> Places:
    """What to watch for a site."""
    store = Path(settings_file.parent, settings.get("OGP_CARDS_STORE", "cards"))
    plugins = tuple(Path(folder).resolve() for folder in settings["PLUGIN_PATHS"])
    return Places(
        settings=(*settings_file.parent.glob("*conf.py"), *modules_beside(settings_file, plugins)),
        content=Path(settings["PATH"]).resolve(),
        theme=Path(settings["THEME"]).resolve(),
        plugins=plugins,
        plugin_templates=frozenset(path.name for folder in plugins for path in folder.glob("*/templates/*")),
        store=store.resolve(),
        overrides=tuple(Path(folder).resolve() for folder in settings["THEME_TEMPLATES_OVERRIDES"]),
    )


def modules_beside(settings_file: Path, plugins: Iterable[Path]) -> list[Path]:
    """The site's own modules that the settings have imported, from their folder or below."""
    folder, others = settings_file.parent.resolve(), (*plugins, OURS, Path(sys.prefix).resolve())
    new = [module for name, module in [*sys.modules.items()] if name not in BEFORE]
    files = {Path(file).resolve() for module in new if (file := getattr(module, "__file__", None))}
    return sorted(file for file in files if file.is_relative_to(folder) and not any(map(file.is_relative_to, others)))


def check(settings: Path) -> str:
    """Why a settings file can't be used with its plugins, or "". Asked of a new process, since this one has the old modules."""
    command = [
        sys.executable,
        "-c",
        "import sys; from fuda.preview.loading import check_here; check_here(sys.argv[1])",
        str(settings),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent.parent)
    return "" if done.returncode == 0 else (done.stdout.strip() or done.stderr.strip().splitlines()[-1])


def check_here(settings: str) -> None:
    """Exit with 1 and one line when the settings can't be used with their plugins."""
    path = Path(settings)
    try:
        found = load(path)
        with usable(path):
            Pelican(found)
    except PreviewFailed as error:
        print(error)
        sys.exit(1)
