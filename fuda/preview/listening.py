"""Where the preview listens, and how it ends."""

from __future__ import annotations

import socket
from errno import EACCES, EADDRINUSE

import uvicorn

from .loading import PreviewFailed
from .server import Hub

PORTS_TRIED = 50


class Server(uvicorn.Server):
    """Ends at once, also while browsers wait for events."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self._hub = hub

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Called by uvicorn on Ctrl-C, or when it should exit: it waits for open answers, and events have no end of their own."""
        self._hub.end()
        await super().shutdown(sockets)


def bound_socket(host: str, port: int | None) -> socket.socket:
    """A listening socket; without a port, 8000 or the next free one. Raises PreviewFailed."""
    if port is not None and not 0 <= port <= 65535:
        raise PreviewFailed(f"--port {port} is none: a port is a number from 1 to 65535.")
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except OSError as error:
        raise PreviewFailed(
            f"--host {host}: there is no host of that name; write an address such as 127.0.0.1."
        ) from error
    family, *_, address = min(found, key=lambda row: row[0] is not socket.AF_INET)
    for number in [port] if port is not None else range(8000, 8000 + PORTS_TRIED):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((address[0], number, *address[2:]))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if port is None and error.errno == EADDRINUSE:
                continue
            advice = "another --port" if error.errno in {EADDRINUSE, EACCES} else "another --host"
            raise PreviewFailed(f"{host}:{number} can't be used ({error.strerror}); name {advice}.") from error
        return listener
    raise PreviewFailed(f"No port from 8000 to {7999 + PORTS_TRIED} is free on {host}; name one with --port.")
