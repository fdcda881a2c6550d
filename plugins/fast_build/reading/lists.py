"""Lists of posts in a time that does not grow with their length times that of the site."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

Archives = dict[str, list[dict[str, Any]]]
"""Pelican's: "year", "month" or "day" -> its periods."""


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


def quick_archives(build: Callable[..., Archives]) -> Callable[..., Archives]:
    """Pelican's `_build_period_archives`, which asks of each post of the site whether it is among those of each period."""

    def build_quickly(by_date: Sequence[Any], articles: Sequence[Any], settings: dict[str, Any]) -> Archives:
        archives, numbers = build(by_date, [], settings), {article: number for number, article in enumerate(articles)}
        for periods in archives.values():
            for period in periods:
                period["articles"] = sorted(period["dates"], key=numbers.__getitem__)
        return archives

    return build_quickly
