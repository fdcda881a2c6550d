"""A list of posts that knows at once whether it holds one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class ArticleList(list[Any]):
    """A list whose `in` takes the same time at any length; it must not change once made."""

    def __init__(self, articles: Iterable[Any] = ()) -> None:
        super().__init__(articles)
        self._members = {id(article) for article in self}

    def __contains__(self, article: object) -> bool:
        return id(article) in self._members

    def __reduce__(self) -> tuple[type[list[Any]], tuple[tuple[Any, ...]]]:
        """By its articles alone."""
        return list, (tuple(self),)
