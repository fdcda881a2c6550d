"""Digests of whatever settings, posts and template contexts hold: equal for equal values in any process.

Plain values are left to `marshal`, which needs no Python code for them and puts sets in order; everything else is taken
apart by the rules of pickle. Version 2 of marshal's format is the last that doesn't ask whether two texts are one object.
"""

from __future__ import annotations

import copyreg
import hashlib
import sysconfig
from collections.abc import Iterable, Mapping
from marshal import dumps
from re import Pattern
from types import CodeType, FunctionType, ModuleType
from typing import Any

from pelican.urlwrappers import URLWrapper

FORMAT = 2
PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
LISTS, SETS = frozenset({list, tuple}), frozenset({set, frozenset})
CONTAINERS = LISTS | SETS | {dict}
SIMPLE = PLAIN | CONTAINERS
USED = SIMPLE | {FunctionType, Pattern}
_INSTALLED = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
LONG = 20
"""From this length on a list or tuple is digested once, however many values hold it."""

WRAPPED = frozenset({"settings", "_name", "_slug", "_slug_from_name", "name", "slug"})
"""What a tag, category or author makes of its name and the settings, some of it when first asked."""


class UnstableError(Exception):
    """A value holds an object that can't be told apart from another one."""


class Digester:
    """Takes digests of values. Objects that are `named` count as their names alone, by identity; they must outlive this.

    What was digested must not change as long as this is used: objects are taken apart once.
    """

    def __init__(self, named: Mapping[int, str] | None = None) -> None:
        self._known: dict[int, tuple[str | bytes]] = {number: (name,) for number, name in (named or {}).items()}
        self._held: list[Any] = []

    def digest(self, value: Any) -> bytes:
        """32 bytes. Raises UnstableError."""
        try:
            return hashlib.sha256(dumps(self._all([value]), FORMAT)).digest()
        except Exception as error:
            raise UnstableError(f"{type(value).__qualname__}: {error}") from error

    def _all(self, values: Iterable[Any]) -> list[Any]:
        """What stands for each value. Plain ones and what is known, which are nearly all, cost no call."""
        known, told = self._known.get, self._told
        return [value if type(value) in PLAIN else known(id(value)) or told(value) for value in values]

    def _told(self, value: Any) -> Any:
        """What stands for a value that is neither: made of nothing but plain ones, and of another shape for each kind."""
        kind = type(value)
        if kind not in CONTAINERS:
            return self._once(value, self._parts(value))
        if len(value) >= LONG and kind in LISTS:
            return self._once(value, [kind.__name__, *self._all(value)])
        items = [*value, *value.values()] if kind is dict else value
        if SIMPLE.issuperset(map(type, items)):
            try:
                return [dumps(value, FORMAT)]
            except ValueError:
                pass  # further inside there is something else
        if kind in SETS:
            items = sorted(map(self.digest, value))
        return [kind.__name__, *self._all(items)]

    def _once(self, value: Any, told: Any) -> tuple[bytes]:
        """The digest of a value by what stands for it, remembered."""
        made = (hashlib.sha256(dumps(told, FORMAT)).digest(),)
        self._held.append(value)
        self._known[id(value)] = made
        return made

    def _parts(self, value: Any) -> list[Any]:
        """An object taken apart. Raises TypeError where that can't be."""
        if isinstance(value, URLWrapper):
            return [_name(type(value)), value.name, value.slug, self._told(_said_of(value))]
        if isinstance(value, (type, ModuleType)):
            return [_name(value)]
        if isinstance(value, FunctionType):
            return self._function(value)
        take_apart = copyreg.dispatch_table.get(type(value))
        taken: Any = take_apart(value) if take_apart else value.__reduce_ex__(FORMAT)
        if isinstance(taken, str):
            return [_name(type(value)), value.__module__, taken]
        makes, *rest = taken
        return [_name(makes), *self._all([list(part) if hasattr(part, "__next__") else part for part in rest])]

    def _function(self, function: FunctionType) -> list[Any]:
        """A function by its code and what it was made with; one of the site's own also by what it calls."""
        self._known[id(function)] = (function.__qualname__,)  # for one that calls itself
        cells = [cell.cell_contents for cell in function.__closure__ or ()]
        used = _used(function) if is_own(function.__code__.co_filename) else {}
        made_with = (function.__defaults__, function.__kwdefaults__, cells, used)
        return [function.__qualname__, *_code(function.__code__), *self._all(made_with)]


def is_own(file: str) -> bool:
    """Whether a source file is the site's own, and not Python's or of an installed distribution, which its version tells."""
    return not file.startswith(("<", *_INSTALLED))


def _used(function: FunctionType) -> dict[str, Any]:
    """The functions and plain values of its module that a function names."""
    found = {name: function.__globals__[name] for name in _names(function.__code__) if name in function.__globals__}
    return {name: value for name, value in found.items() if type(value) in USED}


def _names(code: CodeType) -> set[str]:
    return {*code.co_names}.union(*(_names(const) for const in code.co_consts if isinstance(const, CodeType)))


def _name(value: Any) -> str:
    """Where a class, function or module is found. Raises TypeError for one that can't be found again."""
    name = getattr(value, "__qualname__", value.__name__)
    if "<locals>" in name:
        raise TypeError(f"{name} is made anew in each run")
    return f"{getattr(value, '__module__', '')}.{name}"


def _said_of(wrapper: URLWrapper) -> dict[str, Any]:
    """What plugins have noted on a tag, category or author."""
    return {name: value for name, value in vars(wrapper).items() if name not in WRAPPED}


def _code(code: CodeType) -> list[Any]:
    """What a function does, without where it stands."""
    return [
        code.co_code,
        code.co_names,
        [_code(const) if isinstance(const, CodeType) else const for const in code.co_consts],
    ]
