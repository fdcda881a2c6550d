"""A list of posts that knows at once whether it holds one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class ArticleList(list[Any]):
    """A list whose `in` takes the same time at any length; it must not change once made."""

    __slots__ = (
        "__contains__",
    )  # a set's own, without a Python function around it: it is asked tags times posts times

    def __init__(self, articles: Iterable[Any] = ()) -> None:
        super().__init__(articles)
        self.__contains__ = frozenset(self).__contains__  # type: ignore[method-assign]

    def __reduce__(self) -> tuple[type[list[Any]], tuple[tuple[Any, ...]]]:
        """By its articles alone."""
        return list, (tuple(self),)
