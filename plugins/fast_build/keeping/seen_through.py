"""Whether all that pages are made of can be seen: a template that calls the site's own functions may print something else each time."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from ..settings import PREFIX, Settings
from .converters import module_of
from .plain import odd_values
from .sources import module_top

logger = logging.getLogger(__name__)
OWN = ("JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")
"""Settings that give templates functions of the site's own."""
JINJA = frozenset({"jinja2", "markupsafe"})


def sees_through(settings: Mapping[str, Any], options: Settings) -> bool:
    """Whether pages are the same as long as their templates, the settings and the posts are."""
    if reason := next(_reasons(settings, options), ""):
        logger.info("fast_build makes all pages in every build: %s", reason)
    return not reason


def asks_strangers(settings: Mapping[str, Any], options: Settings) -> bool:
    """Whether templates may call something of which nothing is known: it might count, so that pages have to be made in order."""
    extensions = map(str, settings["JINJA_ENVIRONMENT"].get("extensions", ()))
    unknown = (name for name in extensions if module_top(name) not in options.known_plugins | JINJA)
    return any(unknown) or any(_may_be_called(settings.get(name), options) for name in (*OWN, *_further(settings)))


def _reasons(settings: Mapping[str, Any], options: Settings) -> Iterator[str]:
    """What can't be seen through, if anything."""
    yield from (f"{name} is set" for name in OWN if settings.get(name))
    if settings["JINJA_ENVIRONMENT"].get("extensions"):
        yield "JINJA_ENVIRONMENT has extensions"
    for name in _further(settings):
        if _may_be_called(settings[name], options):
            yield f"{name} is or holds something that templates could call"


def _further(settings: Mapping[str, Any]) -> Iterator[str]:
    """Settings that may hold something to be called, beside those of `OWN`."""
    others = settings.keys() - DEFAULT_CONFIG.keys()
    return (name for name in ("JINJA_ENVIRONMENT", *others) if name.isupper() and not name.startswith(PREFIX))


def _may_be_called(setting: Any, options: Settings) -> bool:
    """Whether a setting holds more than plain data, what is Jinja's own, and what a known plugin has made of its settings."""
    tops = {module_top(module_of(value)).removeprefix("pelican.plugins.") for value in odd_values(setting)}
    return not tops <= options.known_plugins | JINJA
