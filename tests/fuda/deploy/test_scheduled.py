"""Posts of the future: whatever the zone of the machine, they go live in the first run after their time, and not before."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.deploying import Site, freeze

from fuda.deploy import Code, Options

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


@pytest.mark.parametrize(("behind", "refused"), [(timedelta(hours=9), True), (timedelta(days=400), False)])
def test_a_clock_that_is_a_little_behind_takes_nothing_away(tmp_path: Path, behind: timedelta, refused: bool) -> None:
    """Nine hours, as when a zone is taken for another; a release of the far future was made under a wrong clock, and is healed."""
    site = Site(tmp_path)
    site.post("first", date="2020-01-01")
    site.deploy()
    live = site.live()
    site.post("second", date="2020-01-01")
    now = datetime.now(UTC)
    outcome = replace(site.deployment(), clock=lambda: now - behind).run(Options())
    assert (outcome.code is Code.PUBLISH, site.live() == live) == (refused, refused)
    assert outcome.line.startswith("The clock says " if refused else "Published ")
    assert site.deploy().code is Code.DONE
    assert "second.html" in site.live()


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
