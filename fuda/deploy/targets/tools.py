"""Runs the tools that targets are made of: never through a shell, and never so that they could ask something."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..outcome import PublishFailed

_PATIENCE = 3600
"""Seconds after which a tool is given up."""
_TELLING = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (r"no space|quota|read-only|denied|refused|rejected|fatal", r"error|failed|not ")
)
_SECRETS = re.compile(r"(?<=//)[^/@\s]+(?=@)|(?<=pass=)[^,:\s]+|(?<=(?:.key|oken|cret)=)[^,:\s]+", re.IGNORECASE)


def need(command: str, hint: str) -> None:
    """Raise PublishFailed with what to install when a command is not there."""
    if not shutil.which(command):
        raise PublishFailed(f"{command} is not installed; {hint}.")


def run(
    command: Sequence[str], *, cwd: Path | None = None, text: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """Run a command to its end, with `text` to read, and return what it printed. Raises PublishFailed with its last complaint."""
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            input=text,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
        )
    except subprocess.TimeoutExpired as error:
        raise PublishFailed(f"{command[0]} did not end within {_PATIENCE} s; the next run tries again.") from error
    if done.returncode:
        raise PublishFailed(f"{command[0]} failed ({done.returncode}): {_complaint(done.stderr or done.stdout)}")
    return done.stdout


def _complaint(output: str) -> str:
    """The first line that names a reason, else the first about an error, else the last; without secrets."""
    lines = [line.strip() for line in output.splitlines() if line.strip()] or ["it said nothing"]
    telling = (line for words in _TELLING for line in lines if words.search(line))
    return masked(next(telling, lines[-1]))


def masked(text: str) -> str:
    """A text without passwords, keys and tokens."""
    return _SECRETS.sub("…", text)
