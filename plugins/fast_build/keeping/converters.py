"""Whose code makes HTML of a post: what is kept of it must depend on nothing but the text, the settings and the code."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from itertools import chain
from types import ModuleType
from typing import Any

from ..settings import Settings
from .plain import odd_values
from .sources import is_installed, module_top, spec_of

READING_FILES = ("pymdownx.snippets", "pymdownx.b64")
"""Of an otherwise known package those that look at other files than the post."""
KNOWN = frozenset({"markdown", "pelican", "pymdownx"})
"""Packages, beside Python's own and the known plugins."""


def modules_of(settings: Mapping[str, Any], readers: Iterable[Any]) -> set[str]:
    """The modules of Markdown's extensions, of the readers' classes, and of what else MARKDOWN holds that is no plain data."""
    markdown = settings.get("MARKDOWN") or {}
    modules = {name for name in map(module_of, odd_values(markdown)) if not is_installed(name)}
    for extension in chain(markdown.get("extension_configs", ()), markdown.get("extensions", ())):
        modules |= {_named(extension)} if isinstance(extension, str) else _classes(extension)
    return modules.union(*map(_classes, readers))


def foreign(modules: Iterable[str], options: Settings) -> list[str]:
    """Those of which nothing is known: they might read a file or ask the clock."""
    return sorted(name for name in modules if not _is_known(name, options))


def _is_known(module: str, options: Settings) -> bool:
    top = module_top(module).removeprefix("pelican.plugins.")
    if module.startswith(READING_FILES):
        return top in options.safe_plugins
    return top in KNOWN or top in sys.stdlib_module_names or top in options.known_plugins


def module_of(value: Any) -> str:
    """The module that a value is, or is defined in, or that its class is."""
    if isinstance(value, ModuleType):
        return value.__name__
    return str(getattr(value, "__module__", None) or type(value).__module__)


def _classes(value: Any) -> set[str]:
    """The modules of all classes that an object is of."""
    return {kind.__module__ for kind in type(value).__mro__}


def _named(extension: str) -> str:
    """The module of an extension by the name that Markdown knows it by."""
    name = extension.partition(":")[0]
    own = f"markdown.extensions.{name}"
    return own if "." not in name and spec_of(own) else name
