"""Whole files or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ogp_cards.files import sweep, write_whole


def test_writes_into_a_folder_that_is_not_there_yet(tmp_path: Path) -> None:
    write_whole(tmp_path / "a/b/c.json", b"new")
    assert (tmp_path / "a/b/c.json").read_bytes() == b"new"
    assert [p.name for p in (tmp_path / "a/b").iterdir()] == ["c.json"]


def test_the_file_has_the_permissions_of_any_other(tmp_path: Path) -> None:
    write_whole(tmp_path / "card", b"x")
    (tmp_path / "plain").write_bytes(b"x")
    assert (tmp_path / "card").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "card.json"
    write_whole(path, b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (Path, "replace")), full)
    with pytest.raises(OSError, match="No space"):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_sweeping_takes_old_temporaries_only(tmp_path: Path) -> None:
    for name, age in ((".a.json.0123.tmp", 100), (".b.json.4567.tmp", 900), ("c.json", 100)):
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (age, age))
    sweep(tmp_path, before=500)
    assert sorted(p.name for p in tmp_path.iterdir()) == [".b.json.4567.tmp", "c.json"]
