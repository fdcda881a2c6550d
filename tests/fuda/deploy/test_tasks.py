"""The tasks as they are typed: exit codes, what is printed where, and each fault of the gate."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from invoke import Program
from support.deploying import Site
from support.sites import write_files

import tasks

Run = Callable[..., int]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


@pytest.fixture
def invoke(site: Site) -> Run:
    """Run a task for the site; its exit code."""

    def run(task: str, *arguments: str) -> int:
        program = Program(version="0", namespace=tasks.ns)
        try:
            program.run(["invoke", task, "--settings", str(site.settings_file), *arguments])
        except SystemExit as end:
            return int(end.code or 0)
        return 0

    return run


FEED = '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="{}"/></entry>'
MAP = (
    '<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
)
GONE = "https://example.org/gone.html"


@pytest.mark.parametrize(
    ("code", "message", "body"),
    [
        ("dead-link", "link /gone/ is not there", "[x](/gone/)"),
        ("dead-anchor", "there is no #gone in bad.html", "[x](#gone)"),
        ("missing-image", "image /gone.png is not there", "![x](/gone.png)"),
        ("missing-file", "stylesheet /gone.css is not there", '<p><link rel="stylesheet" href="/gone.css"></p>'),
        ("bad-url", "http://[x/ is no URL", '<a href="http://[x/">x</a>'),
        ("other-host", "image from another host: cdn.example", "![x](https://cdn.example/thumb.png)"),
        ("leftover", "card syntax that was not understood: [[ogp:", "[[ogp:https://example.com/]]"),
        ("html", "", "<p><b></p>"),
        ("duplicate-id", "the id x is there twice", '<p id="x"></p><p id="x"></p>'),
        ("canonical", "", '<p><link rel="canonical" href="/bad.html"></p>'),
    ],
)
def test_a_fault_in_a_post_closes_the_gate(
    site: Site, invoke: Run, capsys: pytest.CaptureFixture[str], code: str, message: str, body: str
) -> None:
    site.post("bad", f"Before.\n\n{body}\n\nAfter.")
    assert invoke("deploy") == 2
    said = capsys.readouterr()
    assert f"error [{code}] {message}" in said.err
    assert "content/bad.md" in said.err
    assert "(bad.html:" in said.err
    assert said.err.splitlines()[-1].startswith("The gate is closed and nothing was published: ")
    assert said.out == ""
    assert not site.current.exists()


@pytest.mark.parametrize(
    ("code", "where", "files", "settings"),
    [
        ("xml", "feeds/x.xml", {"content/extra/feeds/x.xml": FEED.format(GONE)}, {}),
        ("feed-url", "feeds/x.xml", {"content/extra/feeds/x.xml": FEED.format(GONE) + "</feed>"}, {}),
        ("sitemap-url", "sitemap.xml", {"content/extra/sitemap.xml": MAP.format(GONE)}, {}),
        (
            "unpublished",
            "content/draft.md",
            {"content/draft.md": "title: D\ndate: 2026-01-01\nstatus: draft\n\nText.\n"},
            {"DRAFT_SAVE_AS": "drafts/{slug}.html"},
        ),
        (
            "unpublished",
            "content/later.md",
            {"content/later.md": "title: D\ndate: 2036-01-01\n\nText.\n"},
            {"DRAFT_SAVE_AS": "drafts/{slug}.html"},
        ),
        ("no-post", "", {"content/first.md": "title: D\ndate: 2026-01-01\nstatus: draft\n\nText.\n"}, {}),
    ],
)
def test_a_fault_of_the_site_closes_the_gate(
    site: Site,
    invoke: Run,
    capsys: pytest.CaptureFixture[str],
    code: str,
    where: str,
    files: dict[str, str],
    settings: dict[str, str],
) -> None:
    write_files(site.root, files)
    site.configure(**settings)
    assert invoke("deploy") == 2
    said = capsys.readouterr().err
    assert f"error [{code}] " in said
    assert where in said
    assert not site.current.exists()


def test_a_closed_gate_leaves_the_last_release(site: Site, invoke: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke("deploy") == 0
    live = site.live()
    bad = site.post("bad", "[x](/gone/)")
    assert invoke("deploy", "--json") == 2
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (told["code"], told["published"]) == (2, False)
    assert site.live() == live
    assert site.leftovers() == []
    bad.unlink()
    assert invoke("deploy") == 0


def test_every_task(site: Site, invoke: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def told(task: str, *arguments: str) -> str:
        assert invoke(task, *arguments) == 0
        return capsys.readouterr().out

    assert told("deploy.check").startswith("The gate is open: ")
    assert told("deploy.publish", "--dry-run").startswith("+ archives.html\n")
    assert not site.current.exists()
    assert told("deploy.publish").startswith("Published 000001-")
    assert told("publish").startswith("Nothing changed since 000001-")
    site.post("second")
    assert json.loads(told("deploy", "--json"))["published"] is True
    assert told("deploy.rollback").startswith("000001-")
    assert json.loads(told("deploy.status", "--json"))["live"].startswith("000001-")
    assert "taken back" in told("deploy.status")
    assert invoke("deploy.rollback") == 3
    assert "There is no release before the live one." in capsys.readouterr().err


def test_a_wrong_target_is_one_line(site: Site, invoke: Run, capsys: pytest.CaptureFixture[str]) -> None:
    site.configure(DEPLOY_TARGET="ftp")
    assert invoke("deploy") == 3
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "DEPLOY_TARGET is 'ftp'; input should be 'local', 'rsync', 'github-pages' or 'rclone'"
    site.settings_file.write_text("SITEURL = ")
    assert invoke("deploy", "--json") == 1
    assert "SyntaxError" in json.loads(capsys.readouterr().out)["line"]
    assert invoke("deploy.status") == 1


def test_the_status_of_a_wrong_target(site: Site, invoke: Run, capsys: pytest.CaptureFixture[str]) -> None:
    site.configure(DEPLOY_TARGET="ftp")
    assert invoke("deploy.status", "--json") == 3
    told = json.loads(capsys.readouterr().out)
    assert (told["code"], told["line"].split(";")[0]) == (3, "DEPLOY_TARGET is 'ftp'")
    assert invoke("deploy.status") == 3
    assert capsys.readouterr().err.startswith("DEPLOY_TARGET is 'ftp'; ")


def test_wrong_settings_are_in_the_log(site: Site, invoke: Run) -> None:
    assert invoke("deploy") == 0
    site.configure(DEPLOY_TARGET="ftp")
    assert invoke("deploy") == 3
    assert " 3 DEPLOY_TARGET is 'ftp'; " in (site.root / "releases/deploy.log").read_text().splitlines()[-1]


def test_ctrl_c(site: Site, invoke: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fuda.deploy.stages.digests", interrupted)
    assert invoke("deploy") == 130
    assert capsys.readouterr().err.strip().endswith("the next run goes on from here.")
    assert site.leftovers() == []
    assert " 130 Stopped. " in (site.root / "releases/deploy.log").read_text()
    assert invoke("deploy", "--json") == 130
    assert json.loads(capsys.readouterr().out)["code"] == 130
    site.settings_file.write_text("raise KeyboardInterrupt")
    assert invoke("deploy", "--json") == 130
    assert json.loads(capsys.readouterr().out)["line"].startswith("Stopped. ")
    site.settings_file.write_text("raise SystemExit(7)")
    assert invoke("deploy") == 1
    assert capsys.readouterr().err.endswith("publishconf.py: SystemExit: 7\n")
