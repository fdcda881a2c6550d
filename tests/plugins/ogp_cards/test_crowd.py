"""Many jobs side by side: order, limits, budget, servers that ask for patience."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from support.hostile import Server, Stage, answer, silent, slow

from ogp_cards.crowd import CrowdLimits, Job, Outcome, run
from ogp_cards.errors import FetchFailed, Gone, Offline

ROOT = Path(__file__).parents[3]


class Counted:
    """Counts how many jobs run at once, in all and per host."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.now: Counter[str] = Counter()
        self.most_per_host = 0
        self.most_hosts = 0

    def job(self, url: str, seconds: float = 0.02) -> Job[str]:
        host = url.split("/")[2]

        def work() -> str:
            with self.lock:
                self.now[host] += 1
                self.most_per_host = max(self.most_per_host, self.now[host])
                self.most_hosts = max(self.most_hosts, sum(count > 0 for count in self.now.values()))
            time.sleep(seconds)
            with self.lock:
                self.now[host] -= 1
            return url

        return Job(url, work)


def test_all_jobs_are_done_and_come_back_in_their_order() -> None:
    counted = Counted()
    urls = [f"http://host{n % 12}.test/{n}" for n in range(60)]
    seen: list[str] = []
    outcomes = run([counted.job(url) for url in urls], on_progress=lambda outcome: seen.append(outcome.url))
    assert [outcome.value for outcome in outcomes] == urls
    assert sorted(seen) == sorted(urls)
    assert (counted.most_hosts, counted.most_per_host) == (8, 2)


def test_the_limits_are_settings() -> None:
    counted = Counted()
    run([counted.job(f"http://host{n % 5}.test/{n}") for n in range(30)], CrowdLimits(hosts=3, per_host=1))
    assert (counted.most_hosts, counted.most_per_host) == (3, 1)


def test_no_jobs_and_no_budget() -> None:
    assert run([]) == []
    assert run([Job("http://a.test/", lambda: 1)], CrowdLimits(budget=0)) == [Outcome("http://a.test/", left=True)]


def test_what_a_job_raises_is_its_outcome() -> None:
    def fail() -> str:
        raise Gone("there is nothing")

    first, second, third = run(
        [Job("http://a.test/", fail), Job("http://a.test/b", lambda: "b"), Job("http://[", lambda: "c")]
    )
    assert isinstance(first.error, Gone)
    assert (second.value, third.value) == ("b", "c")


def test_the_budget_ends_it_and_what_is_under_way_is_left() -> None:
    release = threading.Event()
    jobs = [
        Job("http://slow.test/", release.wait),
        Job("http://quick.test/", lambda: True),
        *[Job("http://slow.test/", release.wait)] * 5,
    ]
    start = time.monotonic()
    outcomes = run(jobs, CrowdLimits(budget=1))
    release.set()
    assert time.monotonic() - start < 10
    assert [outcome.left for outcome in outcomes] == [True, False, True, True, True, True, True]


def test_no_thread_outlives_the_budget_by_more_than_a_requests_deadline() -> None:
    with Server({"/": silent()}) as server:
        stage = Stage()
        stage.put("site.test", server)
        fetcher = stage.fetcher(timeout=0.5)
        before = [*threading.enumerate()]
        run([Job("http://site.test/", lambda: fetcher.get("http://site.test/"))] * 9, CrowdLimits(budget=0.2))
        busy = [thread for thread in threading.enumerate() if thread not in before]
        assert busy
        for thread in busy:
            assert thread.daemon
            thread.join(timeout=10)
            assert not thread.is_alive()


def test_without_a_network_nothing_waits() -> None:
    fetcher = Stage(names={}).fetcher()
    urls = [f"http://host{n}.test/" for n in range(100)]
    outcomes = run([Job(url, lambda url=url: fetcher.get(url)) for url in urls], CrowdLimits(budget=10))
    assert all(isinstance(outcome.error, Offline) for outcome in outcomes)


def patience(waits: list[float]) -> Callable[[], str]:
    """A job that fails with these Retry-After values, one at each call, and then is done."""
    left = list(waits)

    def work() -> str:
        if left:
            raise FetchFailed("answered 429", status=429, retry_after=left.pop(0))
        return "done"

    return work


def test_a_server_is_given_the_time_that_it_asks_for() -> None:
    started: dict[str, float] = {}

    def note(url: str) -> str:
        started[url] = time.monotonic()
        return url

    begin = time.monotonic()
    jobs = [
        Job("http://a.test/1", patience([0.3])),
        *[
            Job(url, lambda url=url: note(url))
            for url in ("http://a.test/2", "http://a.test/3", "http://a.test/4", "http://b.test/")
        ],
    ]
    outcomes = run(jobs, CrowdLimits(per_host=1))
    assert [outcome.value for outcome in outcomes] == ["done", *[job.url for job in jobs[1:]]]
    assert all(started[f"http://a.test/{n}"] - begin >= 0.3 for n in (2, 3, 4))
    assert min(started, key=started.__getitem__) == "http://b.test/"


def test_a_job_is_tried_again_once_only() -> None:
    (outcome,) = run([Job("http://a.test/", patience([0.0, 0.0, 0.0]))])
    assert isinstance(outcome.error, FetchFailed)


def test_a_server_that_asks_for_more_than_the_budget_is_left_alone() -> None:
    ran: list[str] = []
    jobs = [
        Job("http://a.test/1", patience([60.0])),
        Job("http://a.test/2", lambda: ran.append("a")),
        Job("http://b.test/", lambda: ran.append("b")),
    ]
    start = time.monotonic()
    first, second, third = run(jobs, CrowdLimits(budget=5, per_host=1))
    assert time.monotonic() - start < 4
    assert isinstance(first.error, FetchFailed)
    assert (second.left, third.left, ran) == (True, False, ["b"])


def test_waiting_hosts_give_their_place_to_others() -> None:
    jobs = [Job(f"http://busy{n}.test/", patience([1.0])) for n in range(2)] + [
        Job(f"http://{n}.test/", lambda: "quick") for n in range(5)
    ]
    order: list[str] = []
    run(jobs, CrowdLimits(hosts=2), on_progress=lambda outcome: order.append(outcome.url))
    assert order[-2:] in (["http://busy0.test/", "http://busy1.test/"], ["http://busy1.test/", "http://busy0.test/"])


INTERRUPTED = """
import time
from ogp_cards.crowd import Job, run
print("ready", flush=True)
run([Job(f"http://host{n}.test/", lambda: time.sleep(60)) for n in range(20)])
"""


def test_ctrl_c_ends_it_at_once() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED],
        env={"PYTHONPATH": str(ROOT / "plugins"), "PATH": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "ready\n"
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=20)
    assert errors.count("Traceback") == 1
    assert errors.rstrip().endswith("KeyboardInterrupt")


def test_with_a_fetcher_a_host_that_hangs_does_not_keep_the_others() -> None:
    with Server({"/": slow(answer(b"x"), 0.05), "/silent": silent()}) as server:
        stage = Stage()
        for n in range(10):
            stage.put(f"host{n}.test", server)
        fetcher = stage.fetcher(timeout=2)
        urls = [f"http://host{n}.test/{'silent' if n % 2 else ''}" for n in range(10)] * 2
        outcomes = run([Job(url, lambda url=url: fetcher.get(url).body) for url in urls])
    assert [outcome.value for outcome in outcomes if outcome.value] == [b"x"] * 10
    assert all(isinstance(outcome.error, FetchFailed) for outcome in outcomes if not outcome.value)


def test_two_hundred_urls_use_what_the_rules_allow() -> None:
    """Counted, not timed: with 8 hosts of 2 connections each, 16 requests are under way at once."""
    with Server({"/": slow(answer(b"x"), 0.15)}) as server:
        stage = Stage()
        for n in range(50):
            stage.put(f"host{n}.test", server)
        fetcher = stage.fetcher()
        outcomes = run(
            [
                Job(url, lambda url=url: fetcher.get(url).body)
                for url in [f"http://host{n % 50}.test/" for n in range(200)]
            ]
        )
    assert [outcome.value for outcome in outcomes] == [b"x"] * 200
    assert server.most_at_once > 8
