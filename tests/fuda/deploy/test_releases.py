"""Releases beside each other and the link to the live one; no site is built here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fuda.deploy.outcome import PublishFailed
from fuda.deploy.releases import Release, Releases
from fuda.deploy.tree import changed, digests

MADE = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def releases(tmp_path: Path) -> Releases:
    return Releases(tmp_path)


def add(releases: Releases, text: str, *, made: datetime = MADE, live: bool = True) -> Release:
    with releases.staging() as folder:
        (folder / "index.html").write_text(text)
        release = releases.add(folder, digests(folder), made=made, pages=1, warnings=0)
    if live:
        releases.go_live(release, "local")
    return release


def shown(releases: Releases) -> str:
    return (releases.link / "index.html").read_text()


def test_the_newest_is_shown_and_can_be_read_by_a_server(releases: Releases) -> None:
    add(releases, "a")
    b = add(releases, "b")
    assert shown(releases) == "b"
    live = releases.live()
    assert live and (live.name, live.made, live.published_to) == (b.name, MADE, "local")
    assert releases.path(b).stat().st_mode & 0o777 == 0o755
    assert not releases.link.readlink().is_absolute()


def test_a_clock_that_jumped_back_changes_no_order(releases: Releases) -> None:
    a = add(releases, "a")
    b = add(releases, "b", made=MADE - timedelta(days=900))
    assert [release.name for release in releases.all()] == [a.name, b.name]
    assert releases.newest() == releases.live()
    previous = releases.previous()
    assert previous and previous.name == a.name


def test_what_could_not_be_published_is_taken_again_but_an_old_release_is_not(releases: Releases) -> None:
    a = add(releases, "a")
    b = add(releases, "b", live=False)
    assert releases.waiting(b.files) == b
    assert releases.waiting(a.files) is None
    again = add(releases, "a")
    assert again.number == 3
    assert again.name.split("-")[1] == a.name.split("-")[1]
    assert [release.number for release in releases.all()] == [1, 3], "what was never live goes"


def test_what_was_changed_by_hand_is_not_taken_again(releases: Releases) -> None:
    a = add(releases, "a", live=False)
    assert releases.is_whole(a)
    (releases.path(a) / "index.html").write_text("b")
    assert not releases.is_whole(a)
    assert releases.waiting(a.files) is None


def test_a_mark_says_that_a_release_is_on_its_way(releases: Releases) -> None:
    a = add(releases, "a")
    with pytest.raises(OSError, match="broke"), releases.publishing(a):
        raise OSError("broke")
    assert releases.is_publishing()
    with releases.publishing(a):
        assert releases.is_publishing()
    assert not releases.is_publishing()


def test_back_means_to_what_was_live_and_good(releases: Releases) -> None:
    a = add(releases, "a")
    b = add(releases, "b")
    releases.note(b.__class__(**vars(b) | {"withdrawn": True, "published_to": "local"}))
    add(releases, "c", live=False)
    add(releases, "d")
    previous = releases.previous()
    assert previous and previous.name == a.name
    add(releases, "d")
    previous = releases.previous()
    assert previous and previous.name == a.name, "the same bytes are no way back"


def test_the_oldest_go_but_never_the_live_one(releases: Releases) -> None:
    first = add(releases, "0")
    for text in "12345":
        add(releases, text)
    releases.go_live(first, "local")
    releases.prune(3)
    assert [release.name[:6] for release in releases.all()] == ["000001", "000005", "000006"]
    assert {path.name[:6] for path in releases.folder.iterdir()} == {"000001", "000005", "000006"}


def test_what_a_killed_run_left_is_swept(releases: Releases) -> None:
    add(releases, "a")
    kept = {path.name for path in releases.folder.iterdir()}
    (releases.folder / ".staging-x/y").mkdir(parents=True)
    (releases.folder / ".staging-file").touch()
    (releases.folder / "000009-0123456789ab.json").write_text("{}")
    releases.link.with_name(".staging-current").symlink_to("nowhere")
    releases.sweep()
    assert {path.name for path in releases.folder.iterdir()} == kept
    assert {path.name for path in releases.link.parent.iterdir()} == {"releases", "current"}


def test_a_lost_description_costs_the_release_but_not_the_site(releases: Releases) -> None:
    a = add(releases, "a")
    (releases.folder / f"{a.name}.json").write_text('{"half')
    assert releases.live() is None
    releases.sweep()
    assert shown(releases) == "a"
    assert add(releases, "b").number == 2


def test_a_link_to_nowhere_is_no_release(releases: Releases) -> None:
    releases.link.symlink_to("releases/000001-0123456789ab")
    assert releases.live() is None
    add(releases, "a")
    assert shown(releases) == "a"


def test_what_is_no_link_is_not_replaced(releases: Releases) -> None:
    releases.link.mkdir(parents=True)
    with pytest.raises(PublishFailed, match="is not a link"):
        releases.check_link()


def test_what_differs() -> None:
    assert changed({"a": "1", "b": "1", "c": "1"}, {"b": "2", "c": "1", "d": "1"}) == ("- a", "~ b", "+ d")
