"""Digests tell apart what differs, and nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Tag
from pelican.utils import SafeDatetime

from fast_build.keeping.digests import LONG, Digester, UnstableError
from fast_build.reading.lists import ArticleList

PLUGINS = Path(__file__).parents[3] / "plugins"


@dataclass(frozen=True, slots=True)
class Value:
    name: str
    parts: tuple[Any, ...] = ()


@dataclass(eq=False)
class Kind:
    """Held by many posts."""

    name: str
    lists: list[Any]


def adder(number: int) -> Callable[[int], int]:
    return lambda value: value + number


def tag(name: str, *, asked: bool = False) -> Tag:
    made = Tag(name, dict(DEFAULT_CONFIG))
    if asked:
        _ = made.slug
    return made


ALIKE = [
    ([1, "a" * 2], [1, "aa"]),
    ({"b", "a", "c"}, {"c", "b", "a"}),
    (Value("x", (1, 2)), Value("x", (1, 2))),
    (SafeDatetime(2024, 1, 2, tzinfo=ZoneInfo("Asia/Tokyo")), SafeDatetime(2024, 1, 2, tzinfo=ZoneInfo("Asia/Tokyo"))),
    (re.compile("a+", re.IGNORECASE), re.compile("a+", re.IGNORECASE)),
    (adder(3), adder(3)),
    (tag("話題"), tag("話題", asked=True)),
    (ArticleList([Value("a")]), ArticleList([Value("a")])),
    (list(range(100)), list(range(100))),
    ([Kind("x", [1])] * 2, [Kind("x", [1])] * 2),
]
DIFFERENT = [
    ([1, 2], [2, 1]),
    ({"a": 1}, {"a": 2}),
    (Value("x", (1, 2)), Value("x", (1, 3))),
    ("1", 1),
    (adder(3), adder(4)),
    (adder(3), lambda value: value - 3),
    (re.compile("a"), re.compile("a", re.IGNORECASE)),
    (tag("話題"), tag("話題2")),
    (list(range(100)), [*range(99), 0]),
    (tuple(range(LONG)), tuple(range(LONG + 1))),
    ([Kind("x", [1])] * 2, [Kind("x", [2])] * 2),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_alike(one: Any, other: Any) -> None:
    assert Digester().digest(one) == Digester().digest(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different(one: Any, other: Any) -> None:
    assert Digester().digest(one) != Digester().digest(other)


def test_what_a_plugin_notes_on_a_tag_counts() -> None:
    noted = tag("話題")
    noted.color = "red"
    assert Digester().digest(noted) != Digester().digest(tag("話題"))


def test_what_a_plugin_notes_on_a_shared_thing_counts() -> None:
    noted = Kind("x", [])
    noted.color = "red"
    assert Digester().digest(noted) != Digester().digest(Kind("x", []))


def test_a_thing_that_many_hold_is_looked_at_once() -> None:
    kind, digester = Kind("x", [1]), Digester()
    first = digester.digest([kind])
    kind.lists.append(2)
    assert digester.digest([kind]) == first


def test_named_objects_count_by_name_alone() -> None:
    one, other = threading.Lock(), threading.Lock()
    named = [Digester({id(lock): "lock"}).digest([lock, 1]) for lock in (one, other)]
    assert named[0] == named[1]


@pytest.mark.parametrize("value", [threading.Lock(), [object(), threading.Lock()]])
def test_what_has_no_stable_form_is_refused(value: Any) -> None:
    with pytest.raises(UnstableError):
        Digester().digest(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: list[Any] = []
    value.append(value)
    with pytest.raises(UnstableError):
        Digester().digest(value)


def test_another_process_agrees() -> None:
    value = "{'set': {'a', 'b', 'c', 'd'}, 'long': list(range(50)), 'text': 'あ' * 3}"
    code = f"from fast_build.keeping.digests import Digester; print(Digester().digest({value}).hex())"
    said = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONPATH": str(PLUGINS), "PYTHONHASHSEED": seed},
            capture_output=True, text=True, check=True, timeout=60,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(said) == 1
