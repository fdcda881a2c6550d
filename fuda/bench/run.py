"""`invoke bench`: makes the sites, runs everybody, prints the tables."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from .builds import race
from .report import build_table, edit_table, machine
from .sites import ROOT, make_site

FACTOR = 5
"""The second site has so many times the posts."""


def bench(posts: int, rounds: int, edits: int) -> Iterator[str]:
    """The report, table by table. At `posts` and five times as many; `edits` of each kind in the preview."""
    yield machine(date.today())
    times = {}
    for count in (posts, FACTOR * posts):
        with tempfile.TemporaryDirectory(prefix="fuda-bench-") as folder:
            site = Path(folder)
            make_site(site, count)
            yield build_table(count, race(site, rounds, _say))
            times[count] = _time_edits(site, edits)
    yield edit_table(times)


def _time_edits(site: Path, edits: int) -> dict[str, list[float]]:
    """In a process of its own, after a build, so that the preview starts warm."""
    command = [sys.executable, "-m", "fuda.bench.edits", str(site / "ours.py"), str(edits)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    times: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return times


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
