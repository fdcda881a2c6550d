"""Nothing that is saved while the preview starts is missed."""

from __future__ import annotations

import threading
from pathlib import Path

from watchfiles import Change as Watched

from fuda.preview.changes import Places
from fuda.preview.watching import missed, saved, stamps


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
