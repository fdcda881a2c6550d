"""The settings of this plugin."""

from __future__ import annotations

import logging
import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

logger = logging.getLogger(__name__)
PREFIX = "FAST_BUILD_"
KNOWN_PLUGINS = frozenset(
    {
        *("fast_build", "featured_posts", "front_matter", "fuda_theme", "headings", "japanese_text", "markdown_extras"),
        *("ogp_cards", "permalinks", "post_files", "post_types", "sitemap", "yaml_metadata"),
    }
)
"""Plugins known to keep nothing in a reader, a template or a Jinja filter that a later step would look for."""


class Settings(BaseModel):
    """Each field is a Pelican setting named FAST_BUILD_<FIELD>."""

    model_config = ConfigDict(frozen=True)

    workers: int = Field(default=0, ge=0, le=64)
    """Processes to use; 0 means one for each core."""
    keep: bool = True
    """Whether converted posts are kept in CACHE_PATH for the next build."""
    keep_days: int = Field(default=60, ge=1)
    """Days after which a kept post that no build asked for is forgotten."""
    safe_plugins: tuple[str, ...] = ()
    """Names of further plugins whose handlers may run in a process of their own, and of modules that convert posts."""
    timings: bool = False
    """Whether the summary line says what took the time."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Settings:
        """Read Pelican's settings; a wrong value is named once and its default used."""
        given = {
            name: settings[PREFIX + name.upper()] for name in cls.model_fields if PREFIX + name.upper() in settings
        }
        try:
            return cls(**given)
        except ValidationError as error:
            problems = {str(problem["loc"][0]): problem["msg"] for problem in reversed(error.errors())}
            for name, problem in problems.items():
                logger.warning(
                    "%s%s: %r is not usable (%s); the default %r is used.",
                    PREFIX,
                    name.upper(),
                    given.pop(name),
                    problem,
                    cls.model_fields[name].default,
                )
            return cls(**given)

    @property
    def processes(self) -> int:
        """How many processes to use: as many as are asked for, or one a core; 1 where a process can't be forked."""
        if not hasattr(os, "fork"):
            return 1
        if self.workers:
            return self.workers
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

    @property
    def known_plugins(self) -> frozenset[str]:
        """Names of the plugins that may run beside this."""
        return KNOWN_PLUGINS.union(self.safe_plugins)


def name_strays(settings: Mapping[str, Any], others: Collection[str]) -> None:
    """Warn of names that look like settings of this plugin and are none; `others` are what it puts there itself."""
    own = [PREFIX + name.upper() for name in Settings.model_fields]
    for name in sorted(settings):
        if name.startswith(PREFIX) and name not in {*own, *others}:
            logger.warning("%s is no setting; fast_build has %s.", name, ", ".join(own))


def cache_file(settings: Mapping[str, Any]) -> Path:
    """Where converted posts are kept."""
    return Path(settings["CACHE_PATH"]) / "fast_build.sqlite3"
