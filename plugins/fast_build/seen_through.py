"""Whether all that pages are made of can be seen: a template that calls the site's own functions, or asks the clock, may print
something else each time."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pelican.settings import DEFAULT_CONFIG

from .converters import module_of
from .plain import odd_values
from .settings import PREFIX, Settings
from .sources import module_top, templates

logger = logging.getLogger(__name__)
UNSTEADY = re.compile(
    rb"""\| \s* random \b | ["']random["'] | \b lipsum \b |
    \. \s* (?: now | today | utcnow | read_text | read_bytes | open | stat | exists | iterdir | glob | rglob ) \s* \(""",
    re.VERBOSE,
)
"""What asks chance, the clock or the disk in a template's code."""
CODE = re.compile(rb"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
JINJA = frozenset({"jinja2", "markupsafe"})


def sees_through(settings: Mapping[str, Any], options: Settings) -> bool:
    """Whether pages are the same as long as their templates, the settings and the posts are."""
    if reason := next(_reasons(settings, options), ""):
        logger.info("fast_build makes all pages in every build: %s", reason)
    return not reason


def _reasons(settings: Mapping[str, Any], options: Settings) -> Iterator[str]:
    """What can't be seen through, if anything."""
    own = (f"JINJA_{kind}" for kind in ("FILTERS", "GLOBALS", "TESTS"))
    yield from (f"{name} is set" for name in own if settings.get(name))
    if settings["JINJA_ENVIRONMENT"].get("extensions"):
        yield "JINJA_ENVIRONMENT has extensions"
    for name in ("JINJA_ENVIRONMENT", *(settings.keys() - DEFAULT_CONFIG.keys())):
        if name.isupper() and not name.startswith(PREFIX) and _may_be_called(settings[name], options):
            yield f"{name} is or holds something that templates could call"
    own_marks = any(name.endswith(("_string", "_prefix")) for name in settings["JINJA_ENVIRONMENT"])
    yield from (f"{path} asks chance, the clock or the disk" for path in templates(settings) if _asks(path, own_marks))


def _may_be_called(setting: Any, options: Settings) -> bool:
    """Whether a setting holds more than plain data, what is Jinja's own, and what a known plugin has made of its settings."""
    tops = {module_top(module_of(value)).removeprefix("pelican.plugins.") for value in odd_values(setting)}
    return not tops <= options.known_plugins | JINJA


def _asks(path: Path, own_marks: bool) -> bool:
    """Whether the code in a template does; where it has marks of its own, its whole text counts as code."""
    try:
        text = path.read_bytes()
    except OSError:
        return True  # nobody knows; Jinja says so if it is ever used
    if not UNSTEADY.search(text):
        return False  # nearly all
    return own_marks or any(map(UNSTEADY.search, CODE.findall(text)))
