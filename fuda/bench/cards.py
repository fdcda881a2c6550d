"""`invoke bench.cards`: reading pages, asking many hosts, and what cards cost a warm build."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

from ogp_cards import Fetcher, read_page
from ogp_cards.crowd import CrowdLimits
from ogp_cards.fetching import begin_story, fetch_limits, utc_now
from ogp_cards.images import Pictures
from ogp_cards.settings import CardSettings
from ogp_cards.unfurl import Tools, Unfurler

from .sites import make_site

HOSTS, PAGES_EACH, LATENCY = 50, 4, 0.3
POSTS = 1000
TURNS = 5


@dataclass(frozen=True, slots=True)
class CardFigures:
    """What was measured. Times in seconds."""

    reading: float
    """Median for one page of 60 to 300 kB, of the processor's time, which a busy machine disturbs least."""
    asking: float
    """200 pages on 50 hosts that answer after 300 ms."""
    asking_at_best: float
    """What the politeness rules allow for that."""
    with_cards: tuple[float, float]
    """A warm build of 1,000 posts with 3,000 cards: seconds on the clock, and of all processors."""
    with_links: tuple[float, float]
    """The same with plain links."""

    def __str__(self) -> str:
        clock, work = (have / plain - 1 for have, plain in zip(self.with_cards, self.with_links, strict=True))
        return (
            f"reading a page: {1000 * self.reading:.1f} ms of the processor's time in the median\n"
            f"asking 200 pages on 50 hosts: {self.asking:.1f} s, {self.asking / self.asking_at_best:.2f} times what manners allow\n"
            f"three cards a post in a warm build: {work:+.1%} of the processors' time, {clock:+.1%} on the clock"
        )


def measure(posts: int = POSTS) -> CardFigures:
    """All figures, one after the other."""
    asking, at_best = time_asking()
    with TemporaryDirectory(prefix="bench-cards-") as folder:
        with_cards, with_links = time_builds(Path(folder), posts)
    return CardFigures(time_reading(), asking, at_best, with_cards, with_links)


def time_reading() -> float:
    """Median over pages of several sizes, with JSON-LD at the end of some bodies."""
    times = []
    for size in (60_000, 120_000, 200_000, 300_000):
        for end in ("", '<script type="application/ld+json">{"@type": "Article", "headline": "題"}</script>'):
            page = _page(size, end)
            read = partial(read_page, page, "https://example.org/", "text/html; charset=utf-8")
            times += [_timed(read, time.process_time) for _ in range(9)]
    return statistics.median(times)


def time_asking(hosts: int = HOSTS, pages: int = PAGES_EACH) -> tuple[float, float]:
    """How long so many pages of each host take, and how long they must under the rules for hosts, connections and pauses."""
    names = [f"host-{number}.test" for number in range(hosts)]
    with TemporaryDirectory() as store, slow_server() as (address, port):
        urls = [f"http://{name}:{port}/{number}" for number in range(pages) for name in names]
        settings = CardSettings(store=Path(store), allowed_hosts=frozenset(names), allowed_ports=frozenset({port}))
        story = begin_story(settings)
        story.look_up(urls)
        limits = CrowdLimits(600, settings.hosts, settings.connections)
        took = _timed(lambda: story.ask(urls, _unfurler(settings, address), limits))
    if len(story.fetched) != len(urls):
        raise RuntimeError(f"only {len(story.fetched)} of {len(urls)} pages came")
    requests = pages + 1  # each host is asked for its icon, too
    one_host = (requests - 1) * settings.pause + LATENCY
    return took, ceil(hosts / settings.hosts) * one_host


def _unfurler(settings: CardSettings, address: str) -> Unfurler:
    """As a build has it, but for names: each is a host of its own, and all of them have this address."""
    fetcher = Fetcher(fetch_limits(settings), resolve=lambda *_: [address])
    pictures = Pictures(settings.store)
    makers = (pictures.thumbnail, pictures.icon, pictures.cover)
    return Unfurler(Tools(fetcher.get, *makers, fetcher.clock, utc_now, settings.timeout))


def time_builds(root: Path, posts: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """The median warm build with cards, and with plain links instead, taken in turn."""
    sites = {name: root / name for name in ("cards", "links")}
    for name, site in sites.items():
        make_site(site, posts)
        for post in (site / "content/posts").glob("*.md"):
            lines = [line for line in post.read_text(encoding="utf-8").split("\n") if not line.startswith("image:")]
            post.write_text("\n".join(map(_as_link, lines) if name == "links" else lines), encoding="utf-8")
        _build(site)
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in sites}
    for _ in range(TURNS):
        for name, site in sites.items():
            times[name].append(_build(site))
    return _median(times["cards"]), _median(times["links"])


def _as_link(line: str) -> str:
    return f"<{line[6:-2]}>\n" if line.startswith("[[ogp:") else line


def _build(site: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pelican", "--settings", "ours.py", "--fatal", "errors"]
    took = _timed(lambda: subprocess.run(command, cwd=site, check=True, capture_output=True))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _median(times: Sequence[tuple[float, float]]) -> tuple[float, float]:
    clocks, works = zip(*times, strict=True)
    return statistics.median(clocks), statistics.median(works)


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    work()
    return clock() - began


def _page(size: int, end: str) -> bytes:
    head = '<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>題 | Site</title><meta property="og:title" content="題">'
    scripts = "<script>" + "var x = 'a > b';" * 200 + "</script><link rel=stylesheet href=/x.css>" * 20
    paragraph = '<div class="c"><p>本文です。<a href="/x?a=1&amp;b=2">リンク</a><img src="/i.png" alt=""></p></div>\n'
    body = paragraph * ((size - len(head) - len(scripts)) // len(paragraph.encode()))
    return f"{head}{scripts}</head><body>{body}{end}</body></html>".encode()


class _SlowPage(BaseHTTPRequestHandler):
    """Answers pages after the latency, and icons with nothing."""

    def do_GET(self) -> None:
        """One answer."""
        time.sleep(LATENCY)
        found = not self.path.endswith(".ico")
        body = b"<title>The page</title>" if found else b""
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def slow_server() -> Iterator[tuple[str, int]]:
    """The address and port of a server that no other machine can ask."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _SlowPage)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield str(server.server_address[0]), server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
