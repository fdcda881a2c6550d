"""Who else takes part in a build: beside anybody of whom nothing is known, fast_build stands aside and leaves all to Pelican.

A plugin that is not known could gather something while posts are read or pages rendered, and would not find it again from
another process; or look at what is put off, shared or made quick here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from types import FunctionType
from typing import Any
from weakref import ref

from blinker import Signal
from pelican import writers
from pelican.plugins import signals

from .settings import KNOWN_PLUGINS

HOUSE = frozenset({"pelican", "fuda"})
"""Who else may listen: Pelican, and this project's own tasks."""
HINT = "(FAST_BUILD_SAFE_PLUGINS)"


def stranger(settings: Mapping[str, Any], safe_plugins: Collection[str]) -> str:
    """Of whom nothing is known, in words that follow "stands aside: "; empty when everybody is known. `safe_plugins` are known too."""
    known = KNOWN_PLUGINS.union(safe_plugins)
    for name in settings.get("PLUGINS") or ():
        if not _is_among(str(name), known):
            return f"it does not know the plugin {str(name)!r} {HINT}"
    for signal, module in _all_listeners():
        if not _is_among(module, known | HOUSE):
            return f"it does not know {module!r}, which listens to {signal} {HINT}"
    return next((f"somebody has changed Pelican's Writer.{name}" for name in _changed_methods()), "")


def heard_elsewhere(signal: Signal) -> bool:
    """Whether anybody listens whom only the site's owner knows: what such a listener does with a file is not known."""
    return not all(_is_among(module, KNOWN_PLUGINS) for module in _listeners(signal))


def _is_among(module: str, known: Collection[str]) -> bool:
    """Whether this module or plugin, or one that it is part of, is known."""
    parts = module.removeprefix("pelican.plugins.").split(".")
    return any(".".join(parts[:end]) in known for end in range(1, len(parts) + 1))


def _all_listeners() -> Iterator[tuple[str, str]]:
    """(signal, module) of all who listen to Pelican."""
    for name, signal in vars(signals).items():
        if isinstance(signal, Signal):
            yield from ((name, module) for module in _listeners(signal))


def _listeners(signal: Signal) -> Iterator[str]:
    """The modules of all who listen to a signal, whoever sends it."""
    for held in list(signal.receivers.values()):
        listener = held() if isinstance(held, ref) else held
        while isinstance(listener, partial):
            listener = listener.func
        if listener is not None:
            yield str(getattr(listener, "__module__", None) or type(listener).__module__)


def _changed_methods() -> Iterator[str]:
    """Names of the methods of Pelican's writer that do not come from its module any more."""
    for name, method in vars(writers.Writer).items():
        if not name.startswith("__") or name == "__init__":
            own = isinstance(method, FunctionType) and method.__globals__ is vars(writers)
            if not own or hasattr(method, "__wrapped__"):
                yield name
