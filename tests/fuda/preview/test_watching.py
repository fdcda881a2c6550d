"""Nothing that is saved while the preview starts is missed."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from watchfiles import Change as Watched

from fuda.preview.changes import Change, Places
from fuda.preview.watching import Known, missed, saved, stamps


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
    following = saved(places, before, stop)
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
    following = saved(places, before, stop)
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
