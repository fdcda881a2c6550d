"""`invoke build`: what it says, and what the builds of other tasks do not."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.hostile import Server, answer
from support.sites import ROOT

from fuda.build import BuildFailed, build

CONF = """
PATH, OUTPUT_PATH, CACHE_PATH = "content", "output", "cache"
PLUGIN_PATHS = [{plugins!r}]
PLUGINS = ["ogp_cards"]
TIMEZONE = "Asia/Tokyo"
FEED_DOMAIN = "http://localhost"
OGP_CARDS_ALLOWED_HOSTS = ["127.0.0.1"]
OGP_CARDS_ALLOWED_PORTS = [{port}]
"""
TASK = "import pathlib, tasks; tasks._build(pathlib.Path({conf!r}))"


@pytest.fixture
def conf(tmp_path: Path) -> Iterator[Path]:
    """The settings file of a site with one card, which a local server answers."""
    with Server({"/a": answer(b"<title>A</title>", content_type="text/html")}) as server:
        (tmp_path / "content").mkdir()
        (tmp_path / "content/a.md").write_text(f"Title: A\nDate: 2025-01-01\n\n[[ogp:{server.url('/a')}]]\n")
        path = tmp_path / "pelicanconf.py"
        path.write_text(CONF.format(plugins=str(ROOT / "plugins"), port=server.port))
        yield path


def command(conf: Path) -> list[str]:
    return [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; {TASK.format(conf=str(conf))}"]


def test_the_line_of_the_cards_is_shown(conf: Path) -> None:
    done = subprocess.run(command(conf), cwd=conf.parent, capture_output=True, text=True, check=True)
    cards, report = done.stdout.splitlines()
    assert cards == "cards: 1 fetched"
    assert report.startswith("Built in ")
    assert done.stderr == ""


def test_a_bar_is_shown_on_a_terminal(conf: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(conf), cwd=conf.parent, stdout=theirs, stderr=theirs) as running:
        os.close(theirs)
        shown = b"".join(iter(lambda: _read(ours), b"")).decode()
    assert running.returncode == 0
    assert "0/1" in shown
    assert "cards: 1 fetched" in shown


def test_other_tasks_print_only_what_they_have_to_say(conf: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(conf).exit_code == 0
    assert capsys.readouterr() == ("", "")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # closed at the other end
        return b""


def test_content_that_is_not_there_is_named(conf: Path) -> None:
    conf.write_text(f'{conf.read_text()}\nPATH = "nowhere"\n')
    with pytest.raises(BuildFailed, match=r"pelicanconf\.py: PATH is 'nowhere', and there is no such folder\.$"):
        build(conf)
