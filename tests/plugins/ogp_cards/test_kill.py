"""Refreshes that are killed, that run out of disk, or that run side by side: nothing is lost and nothing is half there.

FUDA_FULL=1 kills fifty times instead of a few.
"""

from __future__ import annotations

import itertools
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from support.hostile import Server, Visit, answer
from support.sites import ROOT

from ogp_cards.entries import decode_entry
from ogp_cards.store import CardStore

KILLS = 50 if os.environ.get("FUDA_FULL") else 6
COUNT = 20
REFRESH = """
import resource, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from rich.console import Console
from ogp_cards.fetching import Asker, begin_story
from ogp_cards.settings import CardSettings

store, urls, port, size, rounds = Path(sys.argv[2]), sys.argv[6:], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5])
settings = CardSettings(store=store, allowed_hosts={"127.0.0.1"}, allowed_ports={port}, pause=0, connections=8)
if size:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
print("ready", flush=True)
for _ in range(rounds):
    story = begin_story(settings)
    story.look_up(urls)
    Asker(settings, Console(quiet=True)).ask(story, urls)
print(len(story.fetched), story.unwritten)
"""


@pytest.fixture
def server() -> Iterator[Server]:
    """Pages and pictures that change with every request."""
    numbers = itertools.count()

    def page(visit: Visit) -> None:
        number = next(numbers)
        html = f"<title>Page {visit.path}</title><meta name=description content={number}><meta property=og:image content=/i{number}.png>"
        server.routes[f"/i{number}.png"] = answer(_png(number), content_type="image/png")
        answer(html.encode(), content_type="text/html")(visit)

    with Server({f"/{number}": page for number in range(COUNT)}) as server:
        yield server


def _png(number: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 64), (number % 256, number // 256 % 256, 0)).save(file, "PNG")
    return file.getvalue()


def refresh(store: Path, server: Server, *, size: int = 0, rounds: int = 1) -> subprocess.Popen[str]:
    """A process that refreshes all pages; `size`: the largest file that it may write; returned once it has begun."""
    urls = [server.url(f"/{number}") for number in range(COUNT)]
    command = [
        sys.executable,
        "-c",
        REFRESH,
        str(ROOT / "plugins"),
        str(store),
        str(server.port),
        str(size),
        str(rounds),
        *urls,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def whole_entries(store: Path) -> dict[str, bytes]:
    """Every entry's bytes by file name, each read whole, with its pictures there."""
    found = {path.name: path.read_bytes() for path in store.glob("*.json")}
    for data in found.values():
        entry = decode_entry(data)
        assert entry.card
        assert CardStore(store).has_pictures(entry.card)
    return found


def test_killed_at_any_moment(tmp_path: Path, server: Server) -> None:
    chance = random.Random(2)
    before: set[str] = set()
    for _ in range(KILLS):
        process = refresh(tmp_path, server, rounds=1000)
        time.sleep(chance.uniform(0.02, 0.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        after = set(whole_entries(tmp_path))
        assert before <= after
        before = after
    assert before
    assert refresh(tmp_path, server).wait() == 0
    assert len(whole_entries(tmp_path)) == COUNT


def test_a_full_disk(tmp_path: Path, server: Server) -> None:
    assert refresh(tmp_path, server).wait() == 0
    before = whole_entries(tmp_path)
    assert len(before) == COUNT
    process = refresh(tmp_path, server, size=100)
    output, _ = process.communicate()
    assert process.returncode == 0
    assert output.startswith(f"{COUNT} ")
    assert "File too large" in output
    assert whole_entries(tmp_path) == before
    assert not list(tmp_path.rglob("*.tmp"))


def test_two_at_once(tmp_path: Path, server: Server) -> None:
    both = [refresh(tmp_path, server, rounds=2) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len(whole_entries(tmp_path)) == COUNT
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix != ".json") == ["images"]
