"""What else to read after a post: its neighbours in time, its series, and posts on the same subjects.

Every function takes posts newest first and is linear in them: related posts are looked for among the nearest of each tag, however
many posts a tag has.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from .model import Series

REACH = 12
"""How many posts before and after, of each tag and of the category, are candidates."""


def by_language(articles: Iterable[Any]) -> list[list[Any]]:
    """The posts, newest first, in one list a language: nobody is sent to a post that they cannot read."""
    groups: dict[str, list[Any]] = defaultdict(list)
    for article in sorted(articles, key=lambda article: article.date, reverse=True):
        groups[article.lang].append(article)
    return list(groups.values())


def find_neighbours(articles: Sequence[Any]) -> list[tuple[Any, Any, Any]]:
    """Triples of a post, the next older and the next newer one; None at the ends."""
    return list(zip(articles, [*articles[1:], None], [None, *articles[:-1]], strict=False))


def find_series(articles: Iterable[Any]) -> dict[Any, Series]:
    """Post -> its series, for those that name one. Parts go by `series_index` where it is a number, and then by date."""
    parts: dict[str, list[Any]] = defaultdict(list)
    for article in articles:
        if name := str(article.metadata.get("series") or "").strip():
            parts[name].append(article)
    found: dict[Any, Series] = {}
    for name, posts in parts.items():
        ordered = tuple(sorted(posts, key=_part_order))
        found |= {article: Series(name, ordered, index) for index, article in enumerate(ordered)}
    return found


def _part_order(article: Any) -> tuple[float, Any]:
    try:
        return float(article.metadata.get("series_index")), article.date
    except (TypeError, ValueError):
        return float("inf"), article.date


def find_related(articles: Sequence[Any], series: Mapping[Any, Series], count: int) -> dict[Any, Related]:
    """Post -> at most `count` others, those first that share rare tags with it; of equals, the newer one.

    Not those of its own series, which are listed in any case.
    """
    shelves = Shelves(articles, series, count)
    return {article: Related(shelves, article) for article in articles} if count else {}


class Shelves:
    """The posts of one language on a shelf for each subject, by their numbers, which are sorted faster than posts."""

    def __init__(self, articles: Sequence[Any], series: Mapping[Any, Series], count: int) -> None:
        self._articles, self._series, self._count = articles, series, count
        self._numbers = {article: number for number, article in enumerate(articles)}
        self._subjects = [_subjects_of(article) for article in articles]
        self._shelves: dict[str, list[int]] = defaultdict(list)
        for number, subjects in enumerate(self._subjects):
            for subject in subjects:
                self._shelves[subject].append(number)
        self.moves = 0
        """How often something was put elsewhere; what was looked up before may then be outdated."""

    def move(self, article: Any) -> None:
        """Put a post that has other tags than before where it belongs now."""
        number = self._numbers[article]
        for subject in self._subjects[number]:
            self._shelves[subject].remove(number)
        self._subjects[number] = _subjects_of(article)
        for subject in self._subjects[number]:
            insort(self._shelves[subject], number)
        self.moves += 1

    def related(self, article: Any) -> tuple[Any, ...]:
        """What `find_related` promises, for one post, as the shelves are now."""
        number = self._numbers[article]
        known = self._series[article].articles if article in self._series else (article,)
        scores: dict[int, float] = defaultdict(float)
        for subject, weight in self._subjects[number].items():
            shelf = self._shelves[subject]
            here, score = bisect_left(shelf, number), weight / len(shelf)
            for other in shelf[max(0, here - REACH) : here + REACH + 1]:
                scores[other] -= score
        best = sorted(zip(scores.values(), scores, strict=True))
        others = (self._articles[other] for _, other in best)
        return tuple(islice((other for other in others if other not in known), self._count))


class Related(Sequence[Any]):
    """Posts related to one, looked up when somebody asks: most builds make few pages, and a preview makes one."""

    __slots__ = ("_article", "_found", "_moves", "shelves")

    def __init__(self, shelves: Shelves, article: Any) -> None:
        self.shelves = shelves
        self._article = article
        self._found: tuple[Any, ...] = ()
        self._moves = -1

    def _now(self) -> tuple[Any, ...]:
        if self._moves != self.shelves.moves:
            self._found, self._moves = self.shelves.related(self._article), self.shelves.moves
        return self._found

    def __len__(self) -> int:
        return len(self._now())

    def __getitem__(self, index: Any) -> Any:
        return self._now()[index]

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Related | tuple) and self._now() == tuple(other)

    def __reduce__(self) -> tuple[type[tuple[Any, ...]], tuple[tuple[Any, ...]]]:
        """By the posts alone, for whoever compares them with those of another build."""
        return tuple, (self._now(),)


def _subjects_of(article: Any) -> Mapping[str, float]:
    """Tags in full, the category for a tenth: it only decides when nothing else does."""
    tags = {f"tag {tag.slug}": 1.0 for tag in getattr(article, "tags", ())}
    return {f"category {article.category.slug}": 0.1, **tags}
