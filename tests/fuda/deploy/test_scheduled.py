"""Posts of the future: whatever the zone of the machine, they go live in the first run after their time, and not before."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.deploying import Site, freeze

from fuda.deploy import Code, Options, Outcome

JAPAN, NEW_YORK = "Asia/Tokyo", "America/New_York"


@pytest.fixture
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The zone of the machine."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("zone")
@pytest.mark.parametrize(
    ("zone", "timezone", "date", "due"),
    [
        ("UTC", JAPAN, "2026-03-01 09:00", "2026-03-01 00:00"),
        (JAPAN, JAPAN, "2026-03-01 09:00", "2026-03-01 00:00"),
        (NEW_YORK, JAPAN, "2026-03-01 09:00", "2026-03-01 00:00"),
        (NEW_YORK, JAPAN, "2026-03-01", "2026-02-28 15:00"),
        ("UTC", JAPAN, "2026-03-01 09:00-05:00", "2026-03-01 14:00"),
        ("UTC", NEW_YORK, "2026-11-01 01:30", "2026-11-01 05:30"),  # the hour that is there twice: its first time
        (JAPAN, NEW_YORK, "2026-03-08 02:30", "2026-03-08 07:30"),  # the hour that is not there
        (NEW_YORK, NEW_YORK, "2026-03-08 03:30", "2026-03-08 07:30"),
    ],
    indirect=["zone"],
)
def test_a_post_goes_live_at_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, timezone: str, date: str, due: str
) -> None:
    site = Site(tmp_path, TIMEZONE=timezone)
    site.post("later", date=date)
    moment = datetime.fromisoformat(due).replace(tzinfo=UTC)
    freeze(monkeypatch, moment - timedelta(seconds=1))
    site.deploy(refresh=False)
    assert "first.html" in site.live()
    assert not [name for name in site.live() if "later" in name]
    assert not any(b"later" in path.read_bytes() for path in site.current.rglob("*.*"))
    freeze(monkeypatch, moment)
    assert site.deploy(refresh=False).published
    assert "later.html" in site.live()


def run_at(site: Site, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Outcome:
    """A run of a machine whose clock shows a moment, of a site that was written ten minutes ago."""
    for path in [site.settings_file, *site.root.glob("content/*")]:
        os.utime(path, (NOW.timestamp() - 600,) * 2)
    freeze(monkeypatch, moment)
    return replace(site.deployment(), clock=lambda: moment.replace(microsecond=0)).run(Options(refresh=False))


NOW = datetime.now(UTC)
JUMPS = [timedelta(hours=1), timedelta(hours=9), timedelta(days=3), timedelta(days=400)]


@pytest.fixture(params=[0, 1, 2])
def site(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with a post from the hour before and so many earlier runs; it is due to show `soon` in half an hour."""
    site = Site(tmp_path, TIMEZONE="UTC")
    site.post("new", date=f"{NOW - timedelta(minutes=50):%Y-%m-%d %H:%M}")
    site.post("soon", date=f"{NOW + timedelta(minutes=30):%Y-%m-%d %H:%M}")
    for number in range(request.param):
        run_at(site, monkeypatch, NOW - timedelta(minutes=30 - number))
    return site


@pytest.mark.parametrize("jump", JUMPS)
def test_a_clock_that_fell_behind_takes_nothing_away(
    site: Site, monkeypatch: pytest.MonkeyPatch, jump: timedelta
) -> None:
    run_at(site, monkeypatch, NOW)
    live = site.live()
    assert "new.html" in live
    for minutes in (1, 2):
        outcome = run_at(site, monkeypatch, NOW - jump + timedelta(minutes=minutes))
        assert (outcome.code, site.live()) == (Code.PUBLISH, live)
        assert "new.md was live already at " in outcome.line
    assert run_at(site, monkeypatch, NOW + timedelta(hours=1)).published
    assert "soon.html" in site.live()


@pytest.mark.parametrize("jump", JUMPS)
@pytest.mark.parametrize("runs", [1, 2])
def test_a_clock_that_was_ahead_is_healed_by_the_next_run(
    site: Site, monkeypatch: pytest.MonkeyPatch, jump: timedelta, runs: int
) -> None:
    for number in range(runs):
        site.post(f"meanwhile{number}")
        assert run_at(site, monkeypatch, NOW + jump + timedelta(minutes=number)).published
    assert "soon.html" in site.live()
    assert run_at(site, monkeypatch, NOW).published
    assert "soon.html" not in site.live()
    assert "new.html" in site.live()
    assert run_at(site, monkeypatch, NOW + timedelta(hours=1)).published
    assert "soon.html" in site.live()


def test_a_clock_that_is_behind_stops_nothing_when_no_post_hangs_on_it(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_at(site, monkeypatch, NOW)
    site.post("second")
    assert run_at(site, monkeypatch, NOW - timedelta(minutes=45)).published
    assert {"new.html", "second.html"} < site.live().keys()


def test_a_missed_run_is_made_good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = Site(tmp_path)
    for day in (1, 2, 3):
        site.post(f"day{day}", date=f"2026-03-0{day} 09:00")
    freeze(monkeypatch, datetime(2026, 2, 28, tzinfo=UTC))
    site.deploy(refresh=False)
    freeze(monkeypatch, datetime(2026, 3, 2, 12, tzinfo=UTC))
    assert site.deploy(refresh=False).changed.count("+ day1.html") == 1
    assert {"day1.html", "day2.html"} < site.live().keys()
    assert "day3.html" not in site.live()
