"""Reads a site's posts and pages as a build does, and stops there: nothing is written."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pelican
from pelican.plugins import signals

from .build import BuildFailed, check_timezone


class _ContentsRead(Exception):
    """Stops a build once all posts are read."""


@dataclass(frozen=True)
class Contents:
    """What was read. `generators` are Pelican's; `plugins` its modules, imported as Pelican found them: from plugins/ or installed."""

    generators: list[Any]
    plugins: list[Any]


def read_contents(settings: Path, arguments: Sequence[str] = ()) -> Contents:
    """Read the site of a settings file; `arguments` are further ones of Pelican's command. Raises BuildFailed.

    It says nothing of the posts: the next build does.
    """
    if not settings.is_file():
        raise BuildFailed(f"{settings}: no such settings file; run this where pelicanconf.py is.")
    read: list[Any] = []

    def stop(generator: Any) -> None:
        read.append(generator)
        raise _ContentsRead

    signals.static_generator_finalized.connect(stop)  # the last one before plugins begin to change contents
    plugins: list[Any] = []
    try:
        with _silence():
            site, _ = pelican.get_instance(pelican.parse_arguments(["--settings", str(settings), *arguments]))
            check_timezone(site.settings)
            site.delete_outputdir = False
            plugins = site.plugins
            site.run()
    except _ContentsRead:
        return Contents(read, plugins)
    except BuildFailed:
        raise
    except Exception as error:
        raise BuildFailed(f"{settings}: {type(error).__name__}: {error}") from error
    finally:
        signals.static_generator_finalized.disconnect(stop)
    raise BuildFailed(f"{settings}: the posts could not be read")


@contextmanager
def _silence() -> Iterator[None]:
    before = logging.root.manager.disable
    logging.disable()
    try:
        yield
    finally:
        logging.disable(before)
