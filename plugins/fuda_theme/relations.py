"""What else to read after a post: its neighbours in time, its series, and posts on the same subjects.

Every function takes posts newest first and is linear in them: related posts are looked for among the nearest of each tag, however
many posts a tag has.
"""

from __future__ import annotations

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


def find_related(articles: Sequence[Any], series: Mapping[Any, Series], count: int) -> dict[Any, tuple[Any, ...]]:
    """Post -> at most `count` others, those first that share rare tags with it; of equals, the newer one.

    Not those of its own series, which are listed in any case.
    """
    if not count:
        return {}
    shelves: dict[str, list[int]] = defaultdict(list)  # numbers of posts, which are sorted faster than posts
    places: list[list[tuple[int, float, list[int]]]] = []
    for number, article in enumerate(articles):
        shelved = [(shelves[subject], weight) for subject, weight in _subjects_of(article).items()]
        places.append([(len(shelf), weight, shelf) for shelf, weight in shelved])
        for shelf, _ in shelved:
            shelf.append(number)

    def related(number: int, article: Any) -> tuple[Any, ...]:
        known = series[article].articles if article in series else (article,)
        scores: dict[int, float] = defaultdict(float)
        for here, weight, shelf in places[number]:
            score = weight / len(shelf)
            for other in shelf[max(0, here - REACH) : here + REACH + 1]:
                scores[other] -= score
        best = sorted((score, other) for other, score in scores.items())
        return tuple(islice((articles[other] for _, other in best if articles[other] not in known), count))

    return {article: related(number, article) for number, article in enumerate(articles)}


def _subjects_of(article: Any) -> Mapping[str, float]:
    """Tags in full, the category for a tenth: it only decides when nothing else does."""
    tags = {f"tag {tag.slug}": 1.0 for tag in getattr(article, "tags", ())}
    return {f"category {article.category.slug}": 0.1, **tags}
