"""Where the preview listens, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from errno import EACCES, EADDRINUSE
from types import FrameType

import uvicorn

from fuda.ports import WrongPort, read_port

from .loading import PreviewFailed
from .server import Hub

PORTS_TRIED = 50
LOOPBACK = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not bound
"""For the addresses that stand for all of a machine, the one by which it calls itself."""


ENDING = tuple(each for each in (getattr(signal, name, None) for name in ("SIGTERM", "SIGHUP")) if each)
"""Whoever ends the preview by other means than Ctrl-C: a supervisor, and a terminal that is closed (which Windows does not tell)."""


def end_cleanly() -> None:
    """Have these signals end this process as an exception does, so that nothing of it stays behind; what `nohup` ignores stays ignored."""
    _handle_with(_end)
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=lambda: _handle_with(signal.SIG_DFL))  # they have nothing to put away


def _handle_with(handler: Callable[[int, FrameType | None], None] | signal.Handlers) -> None:
    for each in ENDING:
        if signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, handler)


def _end(number: int, _: FrameType | None) -> None:
    _handle_with(signal.SIG_IGN)  # a closed terminal may send both
    raise SystemExit(128 + number)  # as shells tell of it


class Server(uvicorn.Server):
    """Ends at once, also while browsers wait for events."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As uvicorn does for Ctrl-C and SIGTERM, also for the others: they come again, to their own handlers, when all is answered."""
        with super().capture_signals():
            others = {each: signal.getsignal(each) for each in set(ENDING) - {signal.SIGTERM}}
            for each, former in others.items():
                if former is not signal.SIG_IGN:
                    signal.signal(each, self.handle_exit)
            try:
                yield
            finally:
                for each, former in others.items():
                    signal.signal(each, former)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn on Ctrl-C, or when it should exit: it waits for open answers, and events have no end of their own."""
        self._hub.end()
        await super().shutdown(sockets)


def ports_to_try(port: str) -> Sequence[int]:
    """The one that was written; for none, 8000 and those after it. Raises PreviewFailed."""
    try:
        return [read_port(port)] if port else range(8000, 8000 + PORTS_TRIED)
    except WrongPort as error:
        raise PreviewFailed(str(error)) from error


def bound_socket(host: str, port: str) -> socket.socket:
    """A listening socket; for an empty port, 8000 or the next free one. Raises PreviewFailed."""
    ports = ports_to_try(port)
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PreviewFailed(
            f"--host {host}: there is no host of that name; write an address such as 127.0.0.1."
        ) from error
    family, *_, address = min(found, key=lambda row: row[0] is not socket.AF_INET)
    for number in ports:
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address[0], number, *address[2:]))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if not port and error.errno == EADDRINUSE:
                continue
            advice = "another --port" if error.errno in {EADDRINUSE, EACCES} else "another --host"
            raise PreviewFailed(f"{host}:{number} can't be used ({error.strerror}); name {advice}.") from error
        return listener
    raise PreviewFailed(f"No port from 8000 to {7999 + PORTS_TRIED} is free on {host}; name one with --port.")


def address_of(host: str, port: int) -> str:
    """A URL that a browser on this machine can open; `host` is an address, or stands for all of them."""
    host = LOOPBACK.get(host, host)
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
