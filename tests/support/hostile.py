"""A web server for the worst: it sends whatever bytes a test wants, at whatever pace, on loopback only.

    with Server({"/drip": drip(b"HTTP/1.1 200 OK...", every=0.1)}) as server:
        stage = Stage()
        stage.put("site.test", server)
        stage.fetcher(timeout=0.5).get("http://site.test/drip")

A `Stage` is the internet of a test: names with public-looking addresses behind which loopback servers stand, so that the fetcher's
address rules are on while nothing leaves the machine.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ogp_cards.fetch import Fetcher, FetchLimits

PUBLIC = "93.184.215.14"

Headers = Mapping[str, str]


@dataclass
class Visit:
    """One connection with the request that came over it. `send` raises OSError when the client has gone."""

    sock: socket.socket
    path: str
    headers: dict[str, str]

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)


Behaviour = Callable[[Visit], None]


class Server:
    """Serves each path by its behaviour, each connection in a daemon thread. `visits` records who came."""

    def __init__(
        self,
        routes: Mapping[str, Behaviour] | None = None,
        *,
        host: str = "127.0.0.1",
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.routes: dict[str, Behaviour] = dict(routes or {})
        self.greeting: Behaviour | None = None
        """Takes over the connection before a request (and TLS) is read."""
        self.visits: list[Visit] = []
        self.most_at_once = 0
        self._now = 0
        self._lock = threading.Lock()
        self._tls = tls
        self._open: set[socket.socket] = set()
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family, backlog=200)
        self.host, self.port = self._listener.getsockname()[:2]

    def __enter__(self) -> Server:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for sock in list(self._open):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    @property
    def paths(self) -> list[str]:
        return [visit.path for visit in self.visits]

    def url(self, path: str = "/") -> str:
        """The server's own address, for a Fetcher whose limits allow host and port."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self._tls else 'http'}://{name}:{self.port}{path}"

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                sock, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        self._open.add(sock)
        with contextlib.suppress(OSError, ValueError), self._counted():
            if self.greeting:
                self.greeting(Visit(sock, "", {}))
            else:
                sock = self._answer(sock)
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_WR)
            sock.settimeout(2)
            while sock.recv(65536):
                pass
        sock.close()

    def _answer(self, sock: socket.socket) -> socket.socket:
        if self._tls:
            sock = self._tls.wrap_socket(sock, server_side=True)
            self._open.add(sock)
        visit = _read_request(sock)
        self.visits.append(visit)
        self.routes.get(visit.path, answer(b"not here", status="404 Not Found"))(visit)
        return sock

    @contextlib.contextmanager
    def _counted(self) -> Iterator[None]:
        with self._lock:
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            yield
        finally:
            with self._lock:
                self._now -= 1


def _read_request(sock: socket.socket) -> Visit:
    data = b""
    while b"\r\n\r\n" not in data:
        if not (chunk := sock.recv(65536)):
            raise OSError("the client has gone")
        data += chunk
    first, *lines = data.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    return Visit(
        sock, first.split(" ")[1], {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    )


# ---------------------------------------------------------------- behaviours


def head(status: str = "200 OK", **headers: str) -> bytes:
    """A response head; `content_type="text/html"` becomes `Content-Type: text/html`."""
    lines = [f"HTTP/1.1 {status}", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("utf-8")


def answer(body: bytes = b"", *, status: str = "200 OK", **headers: str) -> Behaviour:
    """A well-formed answer; a `content_length` given replaces the true one."""
    return raw(head(status, **{"content_length": str(len(body)), **headers}) + body)


def raw(data: bytes) -> Behaviour:
    return lambda visit: visit.send(data)


def redirect(location: str, body: bytes = b"") -> Behaviour:
    return answer(body, status="302 Found", location=location)


def drip(data: bytes, every: float = 0.05) -> Behaviour:
    """One byte at a time."""

    def behave(visit: Visit) -> None:
        for place in range(len(data)):
            visit.send(data[place : place + 1])
            time.sleep(every)

    return behave


def endless(start: bytes, again: bytes, every: float = 0.0) -> Behaviour:
    """`start`, then `again` until the client goes."""

    def behave(visit: Visit) -> None:
        visit.send(start)
        while True:
            visit.send(again)
            time.sleep(every)

    return behave


def silent(start: bytes = b"") -> Behaviour:
    """`start`, then nothing, with the connection open."""

    def behave(visit: Visit) -> None:
        visit.send(start)
        while visit.sock.recv(65536):
            pass

    return behave


def reset(start: bytes = b"") -> Behaviour:
    """`start`, then a TCP reset."""

    def behave(visit: Visit) -> None:
        visit.send(start)
        time.sleep(0.05)
        visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\x00\x00\x00\x00\x00\x00\x00")
        visit.sock.close()

    return behave


def slow(behaviour: Behaviour, seconds: float) -> Behaviour:
    def behave(visit: Visit) -> None:
        time.sleep(seconds)
        behaviour(visit)

    return behave


def gzip_bomb(**headers: str) -> Behaviour:
    """Zeros without end, a thousand to a byte sent."""
    coder = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    coder.compress(b"")
    mebibyte = coder.compress(bytes(2**20)) + coder.flush(zlib.Z_FULL_FLUSH)
    return endless(head(content_encoding="gzip", **headers) + gzip.compress(b"")[:10], mebibyte)


# ---------------------------------------------------------------- the internet of a test


@dataclass
class Stage:
    """Names, their addresses, and the loopback servers behind (address, port)."""

    names: dict[str, list[str]] = field(default_factory=lambda: {"example.com": [PUBLIC]})
    doors: dict[tuple[str, int], tuple[str, int]] = field(default_factory=dict)
    lookups: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    dialled: list[tuple[str, int]] = field(default_factory=list)

    def put(self, name: str, server: Server, address: str = PUBLIC, port: int = 80) -> None:
        """Let `name` have `address`, where `server` answers on `port`."""
        self.names.setdefault(name, [])
        if address not in self.names[name]:
            self.names[name].append(address)
        self.doors[address, port] = (server.host, server.port)

    def resolve(self, host: str, port: int) -> list[str]:
        self.lookups[host] += 1
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]

    def dial(self, address: str, port: int, seconds: float) -> socket.socket:
        self.dialled.append((address, port))
        if (address, port) not in self.doors:
            raise ConnectionRefusedError
        return socket.create_connection(self.doors[address, port], timeout=seconds)

    def fetcher(self, **limits: Any) -> Fetcher:
        """A Fetcher on this stage, without pauses unless asked."""
        return Fetcher(FetchLimits(**{"timeout": 5.0, "pause": 0.0, **limits}), resolve=self.resolve, dial=self.dial)
