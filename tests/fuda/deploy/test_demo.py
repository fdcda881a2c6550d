"""The demo: two builds of it are the same bytes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from support.sites import ROOT

from fuda.deploy.tree import changed, digests


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    trees = []
    for zone, hashes in (("UTC", "1"), ("Asia/Tokyo", "2")):
        output = tmp_path / hashes
        extra = [f'OUTPUT_PATH="{output}"', f'CACHE_PATH="{tmp_path}/cache{hashes}"']
        command = [sys.executable, "-m", "pelican", "--settings", "publishconf.py", "--extra-settings", *extra]
        environment = {"TZ": zone, "PYTHONHASHSEED": hashes, "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
        subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
        trees.append(digests(output))
    assert len(trees[0]) > 100
    assert changed(*trees) == ()
