"""The demo site, built once for all browser tests of a worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from support.served import SITE
from support.sites import ROOT, BuiltSite, build


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The demo as it would be published."""
    settings = {"PATH": str(ROOT / "content"), "SITEURL": SITE, "FEED_DOMAIN": SITE}
    return build(tmp_path_factory.mktemp("demo"), {}, conf="publishconf.py", settings=settings)


@pytest.fixture(scope="session")
def output(demo: BuiltSite) -> Path:
    """Where the demo is."""
    return demo.output


@pytest.fixture(scope="session")
def parse(demo: BuiltSite) -> Callable[[str], BeautifulSoup]:
    """From a path of the demo to the page, parsed."""
    return demo.page
