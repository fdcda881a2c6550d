"""Which of Pelican's posts and pages code looks at."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from pelican.contents import Content

Made = TypeVar("Made")


class Touched:
    """Notes the contents of which an attribute is read from now on, until it is told to `stop`: it changes Pelican's class."""

    def __init__(self, contents: Sequence[Content]) -> None:
        self._numbers = {id(content): number for number, content in enumerate(contents)}
        self._seen = set[int]()
        note, plain = self._seen.add, Content.__getattribute__

        def noting(content: Content, name: str) -> Any:
            note(id(content))
            return plain(content, name)

        Content.__getattribute__ = noting  # type: ignore[method-assign, assignment]

    def stop(self) -> None:
        """Leave Pelican's class as it was."""
        del Content.__getattribute__

    def start(self) -> None:
        """Forget what was looked at."""
        self._seen.clear()

    def during(self, make: Callable[[], Made]) -> tuple[Made, tuple[int, ...]]:
        """What `make` gives, and what was looked at for it, to `add` whenever it is used again."""
        before = self._seen.copy()
        self._seen.clear()
        try:
            return make(), tuple(self._seen)
        finally:
            self._seen |= before

    def add(self, seen: Iterable[int]) -> None:
        """Note what `during` gave as looked at."""
        self._seen.update(seen)

    def packed(self) -> bytes:
        """The numbers of the contents that were looked at since, as 32-bit integers. Copies that a plugin made of one have no number."""
        return array("I", sorted(self._numbers[seen] for seen in self._seen if seen in self._numbers)).tobytes()
