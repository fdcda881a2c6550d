"""Which of Pelican's posts and pages code looks at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pelican.contents import Content

Made = TypeVar("Made")


class Touched:
    """Notes the contents of which an attribute is read from now on, until it is told to `stop`.

    A content that is waited for is of a class of its own, which notes the first look and gives it its class back: a page reads
    hundreds of attributes of a few contents.
    """

    def __init__(self, contents: Sequence[Content]) -> None:
        self._contents = contents
        self._numbers = {id(content): number for number, content in enumerate(contents)}
        self._seen = set[int]()
        self._waiting: dict[type[Content], type[Content]] = {}
        self._plain: dict[type[Content], type[Content]] = {}
        self._wait_for(contents)

    def stop(self) -> None:
        """Give all contents their classes back."""
        for content in self._contents:
            content.__class__ = self._plain.get(type(content), type(content))

    def start(self) -> None:
        """Forget what was looked at."""
        self._wait_for(self._contents[number] for number in self._seen)
        self._seen.clear()

    def during(self, make: Callable[[], Made]) -> tuple[Made, tuple[int, ...]]:
        """What `make` gives, and what was looked at for it, to `add` whenever it is used again."""
        before = self._seen.copy()
        self.start()
        try:
            return make(), tuple(self._seen)
        finally:
            self._seen |= before

    def add(self, seen: Iterable[int]) -> None:
        """Note what `during` gave as looked at."""
        self._seen.update(seen)

    def packed(self) -> bytes:
        """The numbers of the contents that were looked at since, as 32-bit integers. Copies that a plugin made of one have no number."""
        return array("I", sorted(self._seen)).tobytes()

    def _wait_for(self, contents: Iterable[Content]) -> None:
        for content in contents:
            kind = type(content)
            if kind not in self._plain:
                content.__class__ = self._waiting.get(kind) or self._waiting_class(kind)

    def _waiting_class(self, kind: type[Content]) -> type[Content]:
        note, number_of = self._seen.add, self._numbers.get

        def noting(content: Content, name: str) -> Any:
            content.__class__ = kind
            if (number := number_of(id(content))) is not None:
                note(number)
            return getattr(content, name)

        names = {"__getattribute__": noting, "__module__": kind.__module__, "__qualname__": kind.__qualname__}
        waiting = type(kind.__name__, (kind,), names)
        self._waiting[kind], self._plain[waiting] = waiting, kind
        return waiting
