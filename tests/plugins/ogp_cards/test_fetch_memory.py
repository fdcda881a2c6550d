"""What the worst servers cost in memory, measured in a process of its own."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from pathlib import Path

from support.hostile import Behaviour, Server, endless, gzip_bomb, head

ROOT = Path(__file__).parents[3]
MIB = 2**20
CHUNKED = head(transfer_encoding="chunked")

FLOODS: dict[str, Behaviour] = {
    "/bomb": gzip_bomb(),
    "/bomb-in-chunks-of-one": endless(CHUNKED + b"ffffffffffffff\r\n", b"x" * MIB),
    "/members-of-gzip-without-content": endless(head(content_encoding="gzip"), gzip.compress(b"") * 50_000),
    "/plain": endless(head(), b"x" * MIB),
    "/redirect": endless(head("302 Found", location="/plain"), b"x" * MIB),
    "/redirect-bomb": endless(
        head("302 Found", location="/bomb", content_encoding="gzip") + gzip.compress(b"")[:10], b"x" * MIB
    ),
    "/status-line": endless(b"HTTP/1.1 200 ", b"x" * MIB),
    "/header": endless(b"HTTP/1.1 200 OK\r\nA: ", b"x" * MIB),
    "/headers": endless(b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 10_000),
    "/continue": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000),
    "/chunk-size": endless(CHUNKED, b"0" * MIB),
    "/chunk-of-minus-one": endless(CHUNKED + b"-1\r\n", b"x" * MIB),
    "/trailers": endless(CHUNKED + b"0\r\n", b"A: b\r\n" * 10_000),
}

FETCH_ALL = """
import socket, sys, threading
from ogp_cards.errors import FetchFailed
from ogp_cards.fetch import Fetcher, FetchLimits

def peak():
    try:
        lines = open("/proc/self/status").read().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))
    except OSError:
        import resource
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

port, *paths = sys.argv[1:]
fetcher = Fetcher(
    FetchLimits(timeout=10, pause=0, connections_per_host=4),
    resolve=lambda host, port: ["93.184.215.14"],
    dial=lambda address, _, seconds: socket.create_connection(("127.0.0.1", int(port)), timeout=seconds),
)

def fetch(path, accept):
    try:
        fetcher.get(f"http://site.test{path}", accept=accept)
    except FetchFailed:
        pass

before = peak()
threads = [threading.Thread(target=fetch, args=(path, accept)) for path in paths for accept in ("page", "image")]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(peak() - before)
"""


def test_floods_cost_little_memory() -> None:
    with Server(FLOODS) as server:
        run = subprocess.run(
            [sys.executable, "-c", FETCH_ALL, str(server.port), *FLOODS],
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugins")},
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
    assert run.stderr == ""
    assert set(server.paths) == set(FLOODS)
    assert int(run.stdout) < 150 * MIB
