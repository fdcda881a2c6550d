"""Nothing that is saved while the preview starts is missed."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

import pytest
from watchfiles import Change as Watched

from fuda.preview import watching
from fuda.preview.changes import Change, Places
from fuda.preview.made import Stamp
from fuda.preview.watching import Known, known_after, missed, saved, stamps


def test_what_was_saved_before_the_watcher_began(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    for name in ("same.md", "edited.md", "gone.md"):
        (content / name).write_text("Before.")
    places = Places((), content, tmp_path / "theme", ())
    before = stamps(places)
    (content / "edited.md").write_text("Afterwards.")
    (content / "gone.md").unlink()
    (content / "new.md").write_text("New.")
    stop = threading.Event()
    following = filter(None, saved(places, before, stop))
    wanted = {(Watched.modified, "edited.md"), (Watched.deleted, "gone.md"), (Watched.added, "new.md")}
    assert {(kind, Path(path).name) for kind, path in next(following)} == wanted

    (content / "same.md").write_text("Later.")
    assert {Path(path).name for _, path in next(following)} == {"same.md"}
    stop.set()
    assert list(following) == []


def test_nothing_missed_is_nothing_told() -> None:
    assert missed({"a": (1, 2)}, {"a": (1, 2)}) == set()


@pytest.fixture
def told(tmp_path: Path) -> Iterator[Iterator[tuple[Watched, str]]]:
    """What a watcher of content/posts tells of, one by one."""
    (tmp_path / "content/posts").mkdir(parents=True)
    places, stop = Places((), tmp_path / "content", tmp_path / "theme", ()), threading.Event()
    first = tmp_path / "content/first.md"
    before = stamps(places)
    first.touch()
    following = filter(None, saved(places, before, stop))
    assert {path for _, path in next(following)} == {str(first)}
    yield chain.from_iterable(following)
    stop.set()
    assert list(following) == []


def test_a_folder_that_is_moved_in_is_told_file_by_file(told: Iterator[tuple[Watched, str]], tmp_path: Path) -> None:
    (tmp_path / "elsewhere/deep").mkdir(parents=True)
    (tmp_path / "elsewhere/deep/post.md").write_text("Text.")
    (tmp_path / "elsewhere").rename(tmp_path / "content/posts/folder")
    assert next(told) == (Watched.added, str(tmp_path / "content/posts/folder/deep/post.md"))


def test_a_file_in_new_folders_is_told(told: Iterator[tuple[Watched, str]], tmp_path: Path) -> None:
    post = tmp_path / "content/posts/a/b/c/post.md"
    os.makedirs(post.parent)  # noqa: PTH103 - as the operating system's other tools
    post.write_text("Text.")
    assert next(told)[1] == str(post)


def test_an_edit_is_told_from_a_file_that_comes(tmp_path: Path) -> None:
    old, new, folder = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "folder"
    known = Known({old, folder / "inside.md"})
    for path in (old, new):
        path.write_text("Text.")
    renamed_onto = {(Watched.deleted, str(old)), (Watched.added, str(old)), (Watched.added, str(tmp_path / "old.md~"))}
    assert known.changes(renamed_onto) == [Change(old, edited=True)]
    assert known.changes({(Watched.added, str(new)), (Watched.modified, str(new))}) == [Change(new, edited=False)]
    assert known.changes({(Watched.added, str(new))}) == [Change(new, edited=True)]
    assert known.changes({(Watched.deleted, str(folder))}) == [Change(folder, edited=False)]
    assert known.paths == {old, new}


def test_a_store_that_goes_file_by_file_is_followed_in_time(tmp_path: Path) -> None:
    names = [str(tmp_path / f"cards/{n % 256}/{n}.json") for n in range(15_000)]
    rows = {(Watched.deleted, name) for name in names}
    known = Known({*map(Path, names), tmp_path / "a.md"})
    begun = time.process_time()
    assert len(known.changes(rows)) == len(names)
    assert known.paths == {tmp_path / "a.md"}
    assert known_after(dict.fromkeys([*names, "a.md"], (1, 1)), rows) == {"a.md": (1, 1)}
    assert time.process_time() - begun < 10  # it took minutes to hold each against each


def is_told(following: Iterator[set[tuple[Watched, str]]], kind: Watched | None, *paths: Path) -> bool:
    """Whether a change of one of the paths is told within some looks."""
    looks = islice(following, 30)
    return any(each in {kind or each} and Path(name) in paths for rows in looks for each, name in rows)


def test_a_folder_that_is_moved_away_and_back_is_told(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "a.md").write_text("Text.")
    (tmp_path / "conf.py").touch()
    places, stop = Places((tmp_path / "conf.py",), content, tmp_path / "theme", ()), threading.Event()
    following = saved(places, stamps(places), stop)
    next(following)
    content.rename(tmp_path / "away")
    assert is_told(following, Watched.deleted, content, content / "a.md")
    (tmp_path / "away").rename(content)
    assert is_told(following, Watched.added, content / "a.md")
    (content / "b.md").write_text("Text.")
    assert is_told(following, Watched.added, content / "b.md")
    content.rename(tmp_path / "away")
    assert is_told(following, Watched.deleted, content, content / "a.md")
    (tmp_path / "away").rename(content)  # before the watcher looks again
    assert is_told(following, Watched.added, content / "b.md")
    stop.set()


def test_a_file_that_is_saved_by_putting_another_in_its_place_is_told_each_time(tmp_path: Path) -> None:
    settings, stop = tmp_path / "pelicanconf.py", threading.Event()
    settings.touch()
    places = Places((settings,), tmp_path / "content", tmp_path / "theme", ())
    following = saved(places, stamps(places), stop)
    next(following)
    for number in range(3):
        (tmp_path / "new").write_text(f"A = {number}\n")
        (tmp_path / "new").replace(settings)
        assert is_told(following, None, settings)
    stop.set()


@pytest.mark.parametrize("name", ["plugins", "cards"])
def test_plugins_and_cards_that_were_away_are_told_with_what_was_saved_there(tmp_path: Path, name: str) -> None:
    folder, away, stop = tmp_path / name, tmp_path / "away", threading.Event()
    (folder / "deep/__pycache__").mkdir(parents=True)
    for file in ("same.py", "edited.py", "__pycache__/same.pyc"):
        (folder / "deep" / file).touch()
    places = Places((), tmp_path / "content", tmp_path / "theme", (tmp_path / "plugins",), store=tmp_path / "cards")
    following = saved(places, stamps(places), stop)
    next(following)
    folder.rename(away)
    assert is_told(following, Watched.deleted, folder, folder / "deep/same.py")
    (away / "deep/edited.py").write_text("Edited.")
    away.rename(folder)
    rows = next(filter(None, islice(following, 30)))
    assert {path for _, path in rows} == {str(folder / "deep/same.py"), str(folder / "deep/edited.py")}
    stop.set()


def test_files_are_looked_at_when_places_are_watched_anew_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, stop, looks = tmp_path / "cards", threading.Event(), list[Places]()
    store.mkdir()

    def counted(places: Places) -> dict[str, Stamp]:
        looks.append(places)
        return stamps(places)

    monkeypatch.setattr(watching, "stamps", counted)
    places = Places((), tmp_path / "content", tmp_path / "theme", (), store=store)
    store.joinpath("first.json").touch()
    following = saved(places, {}, stop)
    next(following)
    for number in range(3):
        (store / f"{number}.json").write_text("{}")
        assert is_told(following, Watched.added, store / f"{number}.json")
    assert len(looks) == 1
    stop.set()
