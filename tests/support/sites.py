"""Builds tiny real sites with Pelican, in this process, and gives their pages back parsed."""

from __future__ import annotations

import copy
import logging
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from bs4 import BeautifulSoup
from pelican import Pelican
from pelican.log import LimitFilter
from pelican.settings import DEFAULT_CONFIG, configure_settings, get_settings_from_module, load_source

ROOT = Path(__file__).parent.parent.parent


class LogList(logging.Handler):
    """Keeps the records that it is handed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass(frozen=True)
class BuiltSite:
    """A built site: where it is, what it said, and its pages."""

    root: Path
    output: Path
    records: tuple[logging.LogRecord, ...]
    pelican: Pelican

    def messages(self, level: str) -> list[str]:
        """The texts logged at exactly this level ("ERROR", "WARNING", …), in order."""
        return [record.getMessage() for record in self.records if record.levelname == level]

    @property
    def warnings(self) -> list[str]:
        """Everything at WARNING or above."""
        return [record.getMessage() for record in self.records if record.levelno >= logging.WARNING]

    def text(self, path: str) -> str:
        """The text of an output file; a URL path that ends in "/" means its index.html."""
        name = unquote(path).lstrip("/")
        if name == "" or name.endswith("/"):
            name += "index.html"
        return (self.output / name).read_text(encoding="utf-8")

    def page(self, path: str) -> BeautifulSoup:
        """An output page, parsed."""
        return BeautifulSoup(self.text(path), "lxml")

    def feed(self, path: str) -> BeautifulSoup:
        """An output feed, parsed as XML."""
        return BeautifulSoup(self.text(path), "xml")

    def exists(self, path: str) -> bool:
        """Whether the output holds this file (or, with a final "/", this page)."""
        name = unquote(path).lstrip("/")
        return (self.output / (name + "index.html" if name.endswith("/") or not name else name)).is_file()

    def files(self) -> list[str]:
        """Every output file, as sorted POSIX paths."""
        return sorted(p.relative_to(self.output).as_posix() for p in self.output.rglob("*") if p.is_file())


def write_files(root: Path, files: dict[str, str | bytes]) -> None:
    """Write each text (UTF-8) or bytes below root, folders included."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)


def site_settings(root: Path, conf: str | None, overrides: dict[str, Any]) -> dict[str, Any]:
    """Pelican's settings for a tiny site below root; see the `build_site` fixture."""
    base: dict[str, Any] = copy.deepcopy(DEFAULT_CONFIG)  # as Pelican does: plugins add to the lists in it
    if conf:
        sys.modules.pop(
            "pelicanconf", None
        )  # publishconf imports it by that name, and Pelican leaves there what it loaded last
        base.update(get_settings_from_module(load_source("fuda_test_conf", str(ROOT / conf))))
        base["THEME"] = str(ROOT / "themes/fuda")
    else:
        base.update(PLUGINS=[], SITENAME="Test", TIMEZONE="Asia/Tokyo", FEED_DOMAIN="http://localhost")
    base.update(
        PATH=str(root / "content"),
        OUTPUT_PATH=str(root / "output"),
        CACHE_PATH=str(root / "cache"),
        PLUGIN_PATHS=[str(ROOT / "plugins")],
        LOAD_CONTENT_CACHE=False,
    )
    base.update(overrides)
    return dict(configure_settings(base))


def build(root: Path, files: dict[str, str | bytes], *, conf: str | None, settings: dict[str, Any]) -> BuiltSite:
    """Write files below root and build root/content into root/output. See the `build_site` fixture."""
    write_files(root, files)
    (root / "content").mkdir(parents=True, exist_ok=True)
    LimitFilter._raised_messages.clear()  # Pelican says nothing twice in one process
    LimitFilter._group_count.clear()
    log = LogList()
    logger = logging.getLogger()
    level = logger.level
    logger.addHandler(log)
    logger.setLevel(logging.INFO)
    try:
        pelican = Pelican(site_settings(root, conf, settings))
        pelican.run()
    finally:
        logger.removeHandler(log)
        logger.setLevel(level)
    return BuiltSite(root, Path(pelican.output_path), tuple(log.records), pelican)
