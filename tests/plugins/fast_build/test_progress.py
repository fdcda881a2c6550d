"""What a build tells its author."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from pelican.plugins import signals
from rich.console import Console
from rich.errors import LiveError
from support.sites import BuiltSite

from fast_build.progress import Run

POSTS: dict[str, str | bytes] = {
    f"content/p{n}.md": f"Title: P{n}\nDate: 2024-01-{n + 1:02}\n\nBody.\n" for n in range(9)
}


def worked(seconds: float, *, terminal: bool) -> str:
    """What appears when each of three pieces of work takes so long."""
    now, shown = iter(range(100)), StringIO()
    run = Run(clock=lambda: next(now) * seconds, console=Console(file=shown, force_terminal=terminal))
    assert list(run.tracked("abc", 3, "Writing pages")) == ["a", "b", "c"]
    return shown.getvalue()


def test_a_bar_only_on_a_terminal_and_when_it_takes_long() -> None:
    assert "Writing pages" in worked(2, terminal=True)
    assert worked(0.01, terminal=True) == ""
    assert worked(2, terminal=False) == ""


def test_the_bar_stands_on_pelicans_console_below_its_spinner(monkeypatch: pytest.MonkeyPatch) -> None:
    """On two consoles each would wipe what the other has just drawn."""
    shown = StringIO()
    terminal = Console(file=shown, force_terminal=True)
    monkeypatch.setattr("fast_build.progress.pelicans", terminal)
    now = iter(range(0, 100, 2))
    run = Run(clock=lambda: next(now))
    assert run.console is terminal
    with terminal.status("Generating..."):
        for _ in run.tracked(range(3), 3, "Writing pages"):
            time.sleep(0.1)  # it is drawn twelve times a second
    assert "Generating..." in shown.getvalue()
    assert "Writing pages" in shown.getvalue()
    terminal.quiet = True
    assert Run().console.stderr


def test_where_only_one_thing_can_be_shown_it_is_pelicans(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise LiveError("Only one live display may be active at once")

    monkeypatch.setattr(Console, "set_live", refuse)
    assert worked(2, terminal=True) == ""


def test_where_the_time_went() -> None:
    times = iter((0, 2, 5, 6))
    run = Run(clock=lambda: next(times), converted=2, kept=1, pages=9)
    for phase in ("reading", "writing", "reading"):
        run.mark(phase)
    assert run.summary(timings=False) == "3 sources (2 converted, 1 kept), 9 pages, 0 feeds"
    assert run.summary(timings=True).endswith("; reading 3.0 s, writing 3.0 s")


def test_a_build_counts_what_it_did(build_site: Callable[..., BuiltSite]) -> None:
    settings = {"PLUGINS": ["fast_build"], "THEME": "simple", "FAST_BUILD_WORKERS": 2, "FAST_BUILD_TIMINGS": True}
    first = build_site(POSTS, **settings).pelican.settings["FAST_BUILD_SUMMARY"]
    second = build_site({"content/p1.md": "Title: P1\nDate: 2024-01-02\n\nNew.\n"}, **settings)
    assert first.startswith("9 sources (9 converted, 0 kept)")
    assert "9 sources (1 converted, 8 kept)" in second.pelican.settings["FAST_BUILD_SUMMARY"]
    assert second.pelican.settings["FAST_BUILD_SUMMARY"].count(" s") == 5


def test_a_post_whose_reading_warns_is_counted_too(build_site: Callable[..., BuiltSite]) -> None:
    twice = {"content/twice.md": "Title: One\nSlug: one\nSlug: other\nDate: 2024-01-01\n\nBody.\n"}
    site = build_site(POSTS | twice, PLUGINS=["fast_build"], FAST_BUILD_WORKERS=2)
    assert any("Duplicate definition" in line for line in site.warnings)
    assert site.pelican.settings["FAST_BUILD_SUMMARY"].startswith("10 sources (10 converted, 0 kept)")


def test_one_core_keeps_posts_too(build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0}, raising=False)
    for _ in range(2):
        site = build_site(POSTS, PLUGINS=["fast_build"], THEME="simple")
    assert "(0 converted, 9 kept)" in site.pelican.settings["FAST_BUILD_SUMMARY"]


@pytest.fixture
def usual_collecting() -> Iterator[None]:
    """Python's own figures, whatever an earlier test has left."""
    found = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*found)


@pytest.mark.usefixtures("usual_collecting")
def test_cycles_are_seldom_looked_for_during_a_build_only(build_site: Callable[..., BuiltSite]) -> None:
    before, during = gc.get_threshold(), []

    def note(_: object) -> None:
        during.append(gc.get_threshold()[0])

    signals.article_generator_finalized.connect(note)
    build_site(POSTS, PLUGINS=["fast_build"])
    assert during[0] > before[0]
    assert gc.get_threshold() == before
