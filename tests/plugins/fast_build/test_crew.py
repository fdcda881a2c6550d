"""Jobs in this process and in forked ones: each is done once, and one that dies takes only its own with it."""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from pelican.log import LimitLogger

from fast_build.crew import BATCH, MOST_TICKETS, run_forked, spread
from fast_build.said import listening


def by(number: int) -> bytes:
    """Who did it."""
    time.sleep(0.002)
    return f"{number} {os.getpid()}".encode()


@pytest.mark.parametrize("processes", [1, 2, 4])
def test_each_number_is_done_once_and_this_process_takes_part(processes: int) -> None:
    found = [(number, *map(int, data.split())) for number, data in run_forked(by, 60, processes)]
    assert sorted(number for number, *_ in found) == list(range(60))
    assert all(number == told for number, told, _ in found)
    who = {process for *_, process in found}
    assert os.getpid() in who
    assert len(who) <= processes
    assert processes == 1 or len(who) > 1


def test_more_numbers_than_tickets_and_results_larger_than_a_pipe() -> None:
    count = MOST_TICKETS * BATCH + 3
    assert sorted(number for number, _ in run_forked(lambda _: b"", count, 2)) == list(range(count))
    assert [len(data) for _, data in run_forked(lambda _: b"x" * 3_000_000, 6, 2)] == [3_000_000] * 6
    assert list(run_forked(by, 0, 2)) == []


def test_numbers_whose_process_died_or_whose_job_raised_there_are_left_out() -> None:
    parent = os.getpid()

    def deadly(number: int) -> bytes:
        if os.getpid() != parent:
            os._exit(9)
        return by(number)

    def bad(number: int) -> bytes:
        if os.getpid() != parent:
            raise ValueError(number)
        return by(number)

    for job in (deadly, bad):
        left = sorted({*range(200)} - {number for number, _ in run_forked(job, 200, 2)})
        assert left
        assert len(left) <= (BATCH if job is deadly else 200)


def test_what_this_process_raises_is_raised_and_nobody_stays_behind() -> None:
    def own(number: int) -> bytes:
        raise KeyError(number)

    with pytest.raises(KeyError):
        list(run_forked(by, 40, 3, own=own))
    assert multiprocessing.active_children() == []


def test_results_come_nearly_in_order_so_that_few_have_to_be_held() -> None:
    came = [number for number, _ in run_forked(by, 200, 2)]
    held = max(number - place for place, number in enumerate(came))
    assert held <= 10 * BATCH


PARENT = """
import os, sys, time
from fast_build.crew import run_forked
def job(number):
    if number == 0:
        print("begun", flush=True)
    time.sleep(0.05)
    return b"x" * 9_000_000
parent = os.getpid()
def own(number):
    time.sleep(60)
try:
    list(run_forked(job, 400, 3, own=own))
except KeyboardInterrupt:
    sys.exit(130)
"""


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_without_a_word_when_the_parent_is_stopped(ending: signal.Signals) -> None:
    plugins = Path(__file__).parents[3] / "plugins"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        env={"PYTHONPATH": str(plugins)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        process_group=0,
        text=True,
    )
    assert parent.stdout
    assert parent.stdout.readline() == "begun\n"
    if ending == signal.SIGINT:
        os.killpg(parent.pid, ending)  # as a terminal does
    else:
        os.kill(parent.pid, ending)
    said, _ = parent.communicate(
        timeout=30
    )  # which ends when nobody holds the pipe any more, neither parent nor worker
    assert said == ""
    assert parent.returncode == (130 if ending == signal.SIGINT else -signal.SIGKILL)


@pytest.mark.parametrize("silent", [True, False])
def test_who_listens_counts_also_what_pelican_would_not_say_again(
    silent: bool, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger("a.plugin")
    message = f"said twice, silent: {silent}"
    with listening(silent=silent) as said:
        logger.warning(message)
        logger.warning(message)
        logger.info("not counted")
    assert said.records >= 2
    assert caplog.messages.count(message) == (0 if silent else 1)
    logger.warning(message)
    assert caplog.messages.count(message) == 1, "what nobody heard is said when it comes again"
    assert "filter" not in vars(LimitLogger.limit_filter)


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("count", [0, 3, 200])
def test_a_job_is_spread_over_things_and_gives_what_map_gives(processes: int, count: int) -> None:
    things = [f"thing {number}" for number in range(count)]
    assert list(spread(str.encode, things, processes)) == [*map(str.encode, things)]


def test_what_a_dead_process_has_not_done_is_done_here_in_order() -> None:
    parent = os.getpid()

    def deadly(thing: int) -> bytes:
        if os.getpid() != parent and thing > 20:
            os._exit(9)
        time.sleep(0.001)
        return bytes([thing])

    assert list(spread(deadly, range(120), 2)) == [bytes([thing]) for thing in range(120)]
