"""The demo passes its own gate."""

from __future__ import annotations

from support.sites import ROOT

from fuda.checks import check


def test_the_demo_has_nothing_that_would_stop_a_release():
    report = check(ROOT / "publishconf.py")
    assert [str(finding) for finding in report.errors] == []
    assert report.page_count > 50
