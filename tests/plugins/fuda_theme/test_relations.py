from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from fuda_theme.relations import REACH, by_language, find_neighbours, find_related, find_series

START = datetime(2025, 1, 1)


@dataclass(frozen=True)
class Term:
    slug: str


@dataclass(eq=False)
class Post:
    name: str
    day: int
    tags: tuple[Term, ...] = ()
    category: Term = Term("c")
    lang: str = "ja"
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def date(self) -> datetime:
        return START + timedelta(days=self.day)


def post(name: str, day: int, tags: str = "", **more: Any) -> Post:
    return Post(name, day, tuple(map(Term, tags.split())), **more)


def names(posts: Any) -> list[str]:
    return [post.name for post in posts]


def test_languages_are_kept_apart_newest_first() -> None:
    groups = by_language([post("a", 1), post("x", 2, lang="en"), post("b", 3)])
    assert [names(group) for group in groups] == [["b", "a"], ["x"]]


def test_neighbours_are_the_older_and_the_newer() -> None:
    new, middle, old = post("new", 3), post("middle", 2), post("old", 1)
    assert find_neighbours([new, middle, old]) == [(new, middle, None), (middle, old, new), (old, None, middle)]
    assert find_neighbours([]) == []


def test_a_rare_tag_relates_more_than_a_common_one() -> None:
    here = post("here", 9, "ai rare")
    posts = [here, post("common", 8, "ai"), post("rare", 2, "rare"), post("none", 1, category=Term("other"))]
    posts += [post(f"ai{day}", -day, "ai") for day in range(3)]
    assert names(find_related(posts, {}, 2)[here]) == ["rare", "common"]


def test_without_a_common_tag_the_category_decides_and_never_itself() -> None:
    here, same, other = post("here", 3), post("same", 2), post("other", 1, category=Term("d"))
    related = find_related([here, same, other], {}, 4)
    assert names(related[here]) == ["same"]
    assert related[other] == ()
    assert find_related([here, same], {}, 0) == {}


def test_the_parts_of_a_series_are_not_related_as_well() -> None:
    one, two = (post(str(day), day, "ai", metadata={"series": "S"}) for day in (1, 2))
    other = post("other", 3, "ai")
    posts = [other, two, one]
    related = find_related(posts, find_series(posts), 4)
    assert names(related[one]) == ["other"]
    assert names(related[other]) == ["2", "1"]


def test_only_the_nearest_of_a_tag_are_looked_at() -> None:
    posts = [post(str(day), -day, "ai", category=Term(str(day))) for day in range(100)]
    related = find_related(posts, {}, 100)
    assert len(related[posts[50]]) == 2 * REACH
    assert len(related[posts[0]]) == REACH


def test_a_series_goes_by_its_index_and_then_by_date() -> None:
    first = post("first", 9, metadata={"series": "S", "series_index": "1"})
    late, early = post("late", 5, metadata={"series": "S"}), post("early", 4, metadata={"series": " S "})
    series = find_series([first, late, early, post("alone", 1)])
    assert names(series[late].articles) == ["first", "early", "late"]
    assert (series[late].name, series[late].index) == ("S", 2)
    assert len(series) == 3
