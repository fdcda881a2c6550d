"""Fixtures that every test may use: tiny sites, the browser, a clean slate after each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from blinker import Signal
from hypothesis import settings
from pelican.plugins import signals
from playwright.sync_api import Browser, sync_playwright
from support.sites import BuiltSite, build

ROOT = Path(__file__).parent.parent

settings.register_profile("fuda", deadline=None)  # a busy machine is no failure
settings.load_profile("fuda")


def clear_signals() -> None:
    """Disconnect every receiver that builds left on Pelican's signals, which outlive a run."""
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            signal.receivers.clear()
            signal._by_sender.clear()
            signal._by_receiver.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef[Any]) -> None:
    """A site that several tests share is built without the receivers of another one."""
    if fixturedef.scope != "function":
        clear_signals()


@pytest.fixture(autouse=True)
def _signals_cleared() -> Iterator[None]:
    """Begin and leave each test without receivers."""
    clear_signals()
    yield
    clear_signals()


@pytest.fixture
def build_site(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[..., BuiltSite]:
    """A function (files, **settings) -> BuiltSite: writes `files` (path below the site folder -> text or bytes) and builds them.

    Settings start from Pelican's defaults with the repository's `plugins/` in PLUGIN_PATHS and PLUGINS empty; `conf="pelicanconf.py"`
    (or publishconf.py) starts from that file of the repository instead. A second call in one test builds the same folder again.
    Handlers that the test connects itself are known to fast_build, unless FAST_BUILD_SAFE_PLUGINS says otherwise.
    """

    def run(files: dict[str, str | bytes] | None = None, *, conf: str | None = None, **settings: Any) -> BuiltSite:
        known = {"FAST_BUILD_SAFE_PLUGINS": [request.module.__name__]}
        return build(tmp_path / "site", files or {}, conf=conf, settings=known | settings)

    return run


def find_chromium() -> str | None:
    """Path of an installed Chromium or Chrome, or None: Playwright then uses its own."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    mac = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    return next(filter(None, map(shutil.which, names)), str(mac) if mac.exists() else None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A headless browser; make pages with `chromium.new_context(...)` and close them."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield browser
        browser.close()
