"""What a command costs: time, and the memory of all of its processes together."""

from __future__ import annotations

import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

EVERY = 0.1
"""Seconds between two looks at the memory."""
_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class RunFailed(Exception):
    """A contestant's command ended with an error; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run, its child processes included."""

    seconds: float
    cpu: float
    """Seconds on any core: what a busy machine disturbs least."""
    megabytes: float
    """The peak, with what processes share counted once; on systems without /proc, of the largest process alone."""


def measure(command: Sequence[str], folder: Path) -> Cost:
    """Run a command to its end. Raises RunFailed."""
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak = _Peak(process.pid)
    peak.start()
    assert process.stdout is not None  # noqa: S101 - PIPE was asked for
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    peak.ended.set()
    peak.join()
    if process.returncode:
        raise RunFailed(f"{command[0]}: exit code {process.returncode}: {said.strip()[-500:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, peak.megabytes or usage.ru_maxrss / 1024)


class _Peak(threading.Thread):
    """Looks again and again how much a process and its descendants hold."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0
        self.ended = threading.Event()
        self._pid = pid

    def run(self) -> None:
        while not self.ended.wait(EVERY):
            self.megabytes = max(self.megabytes, sum(map(_held, _family(self._pid))) / 1024)


def _family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    with suppress(OSError):
        for children in Path(f"/proc/{pid}/task").glob("*/children"):
            for child in children.read_text().split():
                yield from _family(int(child))


def _held(pid: int) -> int:
    """Kilobytes: the process's own memory and its share of what it shares."""
    with suppress(OSError):
        if found := _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text()):
            return int(found[1])
    return 0
