"""The HTTP client's side of the rules: requests with connections and responses of ours.

`timeout=` of an HTTP client is a limit for each single read: a server that sends a byte now and then, endless headers or `100 Continue`
for ever never meets it. Here every read gets what is left of one deadline. A TLS handshake is bounded by Python itself, which takes the
socket's timeout as the limit of the whole handshake.
"""

from __future__ import annotations

import io
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPException, HTTPMessage, HTTPResponse
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import HTTPError

from ..addresses import WebAddress
from ..errors import FetchFailed
from .deadline import Deadline

Connect = Callable[[str, int, Deadline], socket.socket]
"""(host, port, deadline) -> a connected socket, to an address that has been checked."""

_BROKEN = (requests.RequestException, HTTPError, HTTPException, OSError, ValueError)
"""What the layers below raise; a ValueError is a chunk size below -1."""


class CheckedAdapter(HTTPAdapter):
    """requests' adapter for one exchange: every connection comes from `connect`, every read ends at the deadline or after `most` bytes.

    Host header, SNI and certificate keep the name of the URL, because only the socket is ours. Used without a requests.Session, which
    would look for netrc, cookies and proxies, and would read the whole decoded body of a redirect.
    """

    def __init__(self, connect: Connect, deadline: Deadline, most: int, tls: ssl.SSLContext | None) -> None:
        self._connect = connect
        self.deadline = deadline
        self._most = most
        self._tls = tls
        super().__init__(max_retries=0)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> HTTPConnectionPool:
        """The pool that requests would use, with our kind of connection in it."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        secure = isinstance(pool, HTTPSConnectionPool)
        kind = partial(_SecureConnection, tls=self._tls) if secure else _PlainConnection
        pool.ConnectionCls = partial(kind, connect=self._connect, deadline=self.deadline, most=self._most)
        return pool  # type: ignore[no-any-return]

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing to add: the shared TLS context verifies. requests would load the authorities again for each connection."""


@contextmanager
def exchange(
    adapter: CheckedAdapter, target: WebAddress, headers: Mapping[str, str], proxy: str
) -> Iterator[requests.Response]:
    """Ask for `target` and hand out the response with its body unread. Whatever breaks, also while the body is read, is a FetchFailed."""
    proxies = {"http": proxy, "https": proxy} if proxy else None
    try:
        request = requests.Request("GET", target.url, headers=dict(headers)).prepare()
        timeout = adapter.deadline.left()
        with (
            closing(adapter),
            closing(adapter.send(request, stream=True, timeout=timeout, proxies=proxies)) as response,
        ):
            yield response
    except _BROKEN as error:
        raise FetchFailed(_sentence(target.host, error, adapter.deadline)) from error


class _Guarded:
    """What both kinds of connection share. `_new_conn` is where urllib3's own SOCKS support puts its sockets, too."""

    host: str
    port: int
    response_class: Any

    def __init__(self, *args: Any, connect: Connect, deadline: Deadline, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._connect = connect
        self._deadline = deadline
        self.response_class = partial(_Response, deadline, most)

    def _new_conn(self) -> socket.socket:
        connected = self._connect(self.host, self.port, self._deadline)
        connected.settimeout(self._deadline.left())
        return connected


class _PlainConnection(_Guarded, HTTPConnection):
    pass


class _SecureConnection(_Guarded, HTTPSConnection):
    def __init__(self, *args: Any, tls: ssl.SSLContext | None, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "ssl_context": tls, "cert_reqs": ssl.CERT_REQUIRED})


class _Response(HTTPResponse):
    """http.client's response, read within a deadline and a number of bytes, with a head that nobody downstream stumbles over."""

    def __init__(self, deadline: Deadline, most: int, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Reader(self.fp.detach(), sock, deadline, most))

    def begin(self) -> None:
        super().begin()
        while 100 < self.status < 200:  # http.client skips 100 only, and takes 103 Early Hints for the answer
            self.headers = self.msg = None  # type: ignore[assignment]
            super().begin()
        if self.msg.get("Transfer-Encoding", "chunked").strip().lower() != "chunked":
            raise HTTPException("a transfer coding that http.client would leave in the body")
        self.headers = self.msg = self._tidy(self.msg)

    def _tidy(self, headers: HTTPMessage) -> HTTPMessage:
        """Without what urllib3 would log warnings about: malformed lines, and a length that chunks overrule."""
        tidy = HTTPMessage()
        for name, value in headers.items():
            tidy[name] = value
        if self.chunked:
            del tidy["Content-Length"]
        return tidy


class _Reader(io.RawIOBase):
    """A socket's bytes: each read with the time that is left, and not more than `most` in all.

    That number is what holds http.client, which takes a chunk size of -1 for "read it all".
    """

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline, most: int) -> None:
        self._raw = raw
        self._sock = sock
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._left <= 0:
            raise OSError("more bytes than any answer that we take needs")
        self._sock.settimeout(self._deadline.left())
        count = self._raw.readinto(buffer)
        self._left -= count or 0
        return count

    def close(self) -> None:
        self._raw.close()
        super().close()


def _sentence(host: str, error: BaseException, deadline: Deadline) -> str:
    """One plain sentence for whatever an HTTP client may raise."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"the certificate of {host} is not valid ({cause.verify_message.rstrip('.')})"
    if deadline.passed:
        return f"{host} gave no complete answer in time"
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return f"no secure connection to {host} could be made"
    if any(isinstance(cause, ConnectionError) for cause in causes):
        return f"{host} broke off the connection"
    return f"{host} sent something that is no complete HTTP answer"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """The error and all that it was made from: urllib3 keeps the first one in `reason` or among the arguments."""
    seen: list[BaseException | None] = []
    while error is not None and error not in seen:
        seen.append(error)
        yield error
        arguments = (getattr(error, "reason", None), *error.args)
        inner = next((argument for argument in arguments if isinstance(argument, BaseException)), None)
        error = inner or error.__cause__ or error.__context__
