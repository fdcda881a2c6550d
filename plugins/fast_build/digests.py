"""Digests of whatever settings, posts and template contexts hold: equal for equal values in any process.

A pickle is what is digested, since Python already knows how to take any value apart. Its memo is off, so that two texts
that happen to be one object count like two.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType, ModuleType
from typing import Any

from pelican.urlwrappers import URLWrapper

PLAIN = frozenset({str, int, float, bool, bytes, type(None)})
LONG = 20
"""From this length on a list or tuple is digested once, however many values hold it."""

WRAPPED = frozenset({"settings", "_name", "_slug", "_slug_from_name", "name", "slug"})
"""What a tag, category or author makes of its name and the settings, some of it when first asked."""


class UnstableError(Exception):
    """A value holds an object that can't be told apart from another one."""


class Digester:
    """Takes digests of values. Objects that are `named` count as their names alone, by identity; they must outlive this."""

    def __init__(self, named: Mapping[int, str] | None = None) -> None:
        self._names: dict[int, Any] = dict(named or {})
        self._held: list[Any] = []

    def digest(self, value: Any) -> bytes:
        """32 bytes. Raises UnstableError."""
        file = io.BytesIO()
        pickler = _Pickler(file, self._stands_for)
        pickler.fast = True
        try:
            pickler.dump(value)
        except Exception as error:
            raise UnstableError(f"{type(value).__qualname__}: {error}") from error
        return hashlib.sha256(file.getbuffer()).digest()

    def _stands_for(self, value: Any) -> Any:
        """What is digested instead of a value; None for the value itself."""
        kind = type(value)
        if kind in PLAIN:
            return None
        if (name := self._names.get(id(value))) is not None:
            return name
        if kind in {set, frozenset}:
            return sorted(self.digest(item) for item in value)
        parts = _parts_of(value)
        return None if parts is None else self._once(value, parts)

    def _once(self, value: Any, parts: list[Any]) -> bytes:
        """The digest of a value by its parts, remembered."""
        self._held.append(value)
        self._names[id(value)] = made = self.digest(parts)
        return made


class _Pickler(pickle.Pickler):
    def __init__(self, file: io.BytesIO, stands_for: Callable[[Any], Any]) -> None:
        super().__init__(file, protocol=5)
        self._stands_for = stands_for

    def persistent_id(self, obj: Any) -> Any:
        return self._stands_for(obj)

    def reducer_override(self, obj: Any) -> Any:
        if isinstance(obj, FunctionType):
            cells = [cell.cell_contents for cell in obj.__closure__ or ()]
            return tuple, ([obj.__qualname__, *_code(obj.__code__), obj.__defaults__, obj.__kwdefaults__, *cells],)
        if isinstance(obj, ModuleType):
            return tuple, ([obj.__name__],)
        return NotImplemented


def _parts_of(value: Any) -> list[Any] | None:
    """What tells apart a value that many posts may hold: their tags, their type, a long list. None for any other value."""
    kind = type(value)
    if isinstance(value, URLWrapper):
        return [kind.__qualname__, value.name, value.slug, _said_of(value)]
    if isinstance(value, (list, tuple)):
        chunks = range(0, len(value), LONG - 1)
        return [tuple(value[at : at + LONG - 1]) for at in chunks] if len(value) >= LONG else None
    dataclass = getattr(kind, "__dataclass_params__", None)
    if dataclass is not None and not dataclass.eq:  # equal to itself alone
        return list(value.__reduce_ex__(pickle.HIGHEST_PROTOCOL))
    return None


def _said_of(wrapper: URLWrapper) -> dict[str, Any]:
    """What plugins have noted on a tag, category or author."""
    return {name: value for name, value in vars(wrapper).items() if name not in WRAPPED}


def _code(code: CodeType) -> list[Any]:
    """What a function does, without where it stands."""
    consts = [_code(const) if isinstance(const, CodeType) else const for const in code.co_consts]
    return [code.co_code, code.co_names, consts]
