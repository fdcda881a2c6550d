"""The benchmark, tiny: it builds the same site with everybody, and says what that cost."""

from __future__ import annotations

import re
import sys
from ipaddress import ip_address
from pathlib import Path

import pytest

from fuda.bench.cards import LATENCY, slow_server, time_asking
from fuda.bench.costs import Cost, RunFailed, measure
from fuda.bench.posts import make_post
from fuda.bench.report import build_table, edit_table
from fuda.bench.run import bench


def test_a_tiny_run(capsys: pytest.CaptureFixture[str]) -> None:
    report = "\n".join(bench(posts=3, rounds=1, edits=1))
    assert re.search(r"full build, 3 posts.*full build, 15 posts", report, re.DOTALL)
    assert len(re.findall(r"\| ours, (cold|warm) \| \d", report)) == 4
    for name in ("ready", "body", "title", "tags", "tags, CPU"):
        assert re.search(rf"\| {name} \| \d+ \| \d+ \|", report)
    assert "round 1: ours, warm" in capsys.readouterr().err


def test_ratios_are_those_of_one_round() -> None:
    costs = {"plain": [Cost(2, 2, 50), Cost(4, 4, 50)], "ours": [Cost(1, 3, 60), Cost(1, 4, 60)]}
    assert "| ours | 0.25 / 0.38 / 0.50 | 1.25 | 1.0 | 3.5 | 60 | 1.20 |" in build_table(1000, costs)
    assert "| body | 50 | 60 | 1.20 |" in edit_table({10: {"body": [0.04, 0.05, 0.9]}, 50: {"body": [0.06]}})


def test_a_post_is_like_a_real_one() -> None:
    post = make_post(7)
    assert 8_000 < len(post.encode()) < 9_000
    assert [post.count(mark) for mark in ("[[ogp:", "image:", "```python", "| ---: |")] == [3, 1, 1, 1]
    assert post.split("tags: [")[1].split("]")[0].count(",") == 4


def test_hosts_are_asked_with_manners_and_by_nobody_else() -> None:
    took, at_best = time_asking(hosts=2, pages=2)
    assert took > 2 * LATENCY
    assert at_best == pytest.approx(LATENCY + 2 * 0.25)
    with slow_server() as (address, _):
        assert ip_address(address).is_loopback


def test_costs_count_child_processes(tmp_path: Path) -> None:
    hold = "import time; held = bytearray(60_000_000); time.sleep(0.5)"
    spawn = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"
    assert measure([sys.executable, "-c", spawn], tmp_path).megabytes > 55
    with pytest.raises(RunFailed, match="exit code 3: gone"):
        measure([sys.executable, "-c", "print('gone'); raise SystemExit(3)"], tmp_path)
