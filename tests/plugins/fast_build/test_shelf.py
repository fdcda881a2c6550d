"""Texts on disk instead of in memory: whoever looks finds the text that was put there last."""

from __future__ import annotations

import copy
import os
import pickle
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pelican.contents import Article, Page
from pelican.plugins import signals
from pelican.settings import DEFAULT_CONFIG
from support.sites import BuiltSite

from fast_build.keeping.digests import Digester
from fast_build.reading.shelf import Shelf, Shelved

TEXTS = ["<p>一つ目の文です。</p>", "", "<p>a</p>" * 9000, "\ud800 \x00 é"]


def article(text: str, kind: type[Article] = Article) -> Article:
    return kind(text, {"title": "T"}, settings=DEFAULT_CONFIG.copy(), source_path="a.md", context={})


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "new/folder", at_hand=0)


def held(content: Any) -> Any:
    return vars(content)["_content"]


@pytest.mark.parametrize("kind", [Article, Page])
def test_a_text_is_on_the_shelf_and_in_no_other_way_different(shelf: Shelf, kind: type[Article]) -> None:
    contents = [article(text, kind) for text in TEXTS]
    for content in contents:
        shelf.shelve(content)
    assert [content._content for content in reversed(contents)] == TEXTS[::-1]
    assert all(type(held(content)) is Shelved for content in contents)
    assert all(isinstance(content, kind) for content in contents)
    assert type(contents[0]) is type(contents[1])
    assert (type(contents[0]).__name__, type(contents[0]).__module__) == (kind.__name__, kind.__module__)
    assert contents[2].content == TEXTS[2]


def test_what_a_plugin_sets_takes_its_place(shelf: Shelf) -> None:
    one, other = article("one"), article("other")
    shelf.shelve(one)
    shelf.shelve(other)
    one._content = "changed"
    assert (one._content, other._content) == ("changed", "other")
    twin = copy.copy(one)
    twin._content = "of the twin"
    assert (one._content, twin._content) == ("changed", "of the twin")
    one._content = None
    assert one._content is None
    del one._content
    assert not hasattr(one, "_content")


def test_the_same_text_set_again_takes_no_room(shelf: Shelf) -> None:
    content = article("one")
    shelf.shelve(content)
    before = held(content)
    content._content = "one"
    assert held(content) is before


def test_a_full_disk_leaves_the_text_in_memory(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    content = article("one")
    shelf.shelve(content)
    monkeypatch.setattr(os, "pwrite", lambda *_: 2)
    content._content = "two"
    assert held(content) == content._content == "two"

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    content._content = "three"
    assert held(content) == content._content == "three"
    monkeypatch.undo()
    content._content = "four"
    assert type(held(content)) is Shelved
    assert content._content == "four"


def test_a_forked_process_looks_at_texts_and_puts_none(shelf: Shelf) -> None:
    contents = [article(text) for text in TEXTS[:3]]
    for content in contents:
        shelf.shelve(content)
    if not (child := os.fork()):
        contents[0]._content = "of the child"
        right = [content._content for content in contents] == ["of the child", *TEXTS[1:3]]
        os._exit(0 if right else 1)
    contents[1]._content = "of the parent"
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert [content._content for content in contents] == [TEXTS[0], "of the parent", TEXTS[2]]


def test_digests_and_pickles_hold_the_text(shelf: Shelf) -> None:
    contents = [article(text) for text in ("one", "two", "one")]
    for content in contents:
        shelf.shelve(content)
    digests = [Digester().digest({"text": held(content)}) for content in contents]
    assert digests[0] == digests[2] != digests[1]
    assert pickle.loads(pickle.dumps(held(contents[1]))) == "two"


def test_other_plugins_put_bytes(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, at_hand=100)
    first, second, text = b"1" * 50, b"\xff\x00" * 50, "題" * 50
    places = [shelf.put(first), shelf.put(second), shelf.put(text)]
    assert places[0] is first
    assert [type(place) for place in places[1:]] == [Shelved, Shelved]
    assert [place.get() for place in places[1:] if isinstance(place, Shelved)] == [second, text]
    assert pickle.loads(pickle.dumps(places[1])) == second


def test_the_first_texts_stay_at_hand(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, at_hand=2500)
    contents = [article("x" * 1000) for _ in range(4)]
    for content in contents:
        shelf.shelve(content)
    assert [type(held(content)) for content in contents] == [str, str, Shelved, Shelved]
    contents[0]._content = "y"
    contents[1]._content = None
    contents[2]._content = "z" * 1000
    assert [type(held(content)) for content in contents] == [str, type(None), str, Shelved]
    assert [content._content and content._content[0] for content in contents] == ["y", None, "z", "x"]


def test_it_leaves_no_file_behind(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, at_hand=0)
    content = article("one")
    shelf.shelve(content)
    assert list(tmp_path.iterdir()) == []


POSTS: dict[str, str | bytes] = {
    f"content/p{n:02}.md": f"Title: P{n:02}\nDate: 2024-01-{n + 1:02}\n\nBody {n}.\n" for n in range(20)
}


@pytest.fixture
def shelved(build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch) -> Callable[..., set[str]]:
    """Builds with no text at hand and gives the types of what posts hold when all generators are done."""
    monkeypatch.setattr("fast_build.plugin.Shelf", partial(Shelf, at_hand=0))
    return partial(types_held, build_site)


def types_held(build_site: Callable[..., BuiltSite], **settings: Any) -> set[str]:
    found: set[str] = set()

    def look(generators: list[Any]) -> None:
        found.update(type(held(post)).__name__ for post in generators[0].articles)

    with signals.all_generators_finalized.connected_to(look):
        site = build_site(POSTS, **{"PLUGINS": ["fast_build"], "THEME": "simple", "FAST_BUILD_WORKERS": 2} | settings)
    assert "Body 7." in site.text("p07.html")
    return found


def test_a_build_has_its_texts_on_disk(shelved: Callable[..., set[str]]) -> None:
    assert shelved() == {"Shelved"}
    assert shelved() == {"Shelved"}, "what was kept from the build before"


def test_a_small_site_has_them_at_hand(build_site: Callable[..., BuiltSite]) -> None:
    assert types_held(build_site) == {"str"}


@pytest.mark.parametrize("settings", [{"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}, {"FAST_BUILD_WORKERS": 1}])
def test_in_one_process_and_beside_pelicans_own_cache_texts_stay_in_memory(
    shelved: Callable[..., set[str]], settings: dict[str, Any]
) -> None:
    assert shelved(**settings) == {"str"}
