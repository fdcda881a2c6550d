"""HTTP for the preview: pages rendered when asked for, events for open browsers, and a check of who asks."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import mimetypes
import os
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .pages import CLIENT, PREFIX, unpublished_page, with_reload
from .site import Site

FRESH = {"Cache-Control": "no-store"}
NO_PAGE = "<!doctype html><title>404</title><p>There is no such page."
"""Where the site has no page for that: what is wrong with it shows over this one."""
HEARTBEAT = 15.0
"""Seconds between signs of life, by which a connection that the browser dropped is noticed."""


def allowed_host(header: str, bound: str) -> bool:
    """Whether a Host header names this preview: loopback, the address that it was told to bind to, or (bound to all) any bare address.

    Anything else is a foreign page that a name was pointed at us for (DNS rebinding).
    """
    name = header.rsplit(":", 1)[0] if not header.endswith("]") else header
    name = name.strip("[]").lower().rstrip(".")
    if name in {"localhost", bound.lower()}:
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or bound in {"0.0.0.0", "::"}  # noqa: S104 - compared, not bound


@dataclass(frozen=True)
class KnownHosts:
    """Answers only requests whose Host header `allowed_host` knows; 421 is HTTP's word for the others (RFC 9110, 15.5.20)."""

    app: ASGIApp
    bound: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        app = self.app
        if scope["type"] == "http" and not allowed_host(Headers(scope=scope).get("host", ""), self.bound):
            app = PlainTextResponse("This preview answers only to its own address.\n", status_code=421)
        await app(scope, receive, send)


@dataclass
class Hub:
    """The open browsers: which page each shows, and how to tell it something. Used in the server's event loop only."""

    clients: dict[asyncio.Queue[str], str] = field(default_factory=dict)

    def tell(self, event: str, data: Any = None, *, pages: set[str] | None = None) -> None:
        """Send an event to everybody, or to those who show one of `pages` (URL paths)."""
        message = f"event: {event}\ndata: {json.dumps(data)}\n\n"
        for queue, page in self.clients.items():
            if pages is None or page in pages:
                queue.put_nowait(message)


def output_name(path: str) -> str:
    """The output file that a URL path means: "" and "…/" mean an index.html."""
    name = unquote(path).lstrip("/")
    return name + "index.html" if not name or name.endswith("/") else name


class Preview:
    """The application. `served` remembers each page's text as it was last sent, by URL path."""

    def __init__(self, site: Site, host: str) -> None:
        self.site = site
        self.hub = Hub()
        self.served: dict[str, str] = {}
        self.host = host
        self._id = os.urandom(8).hex()

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route(PREFIX + "events", self._events),
            Route(PREFIX + "{name:str}", self._own),
            Route(PREFIX, self._unpublished),
            Route("/{path:path}", self._page, methods=["GET", "HEAD"]),
        ]
        return Starlette(routes=routes, middleware=[Middleware(KnownHosts, bound=self.host)])

    def _page(self, request: Request) -> Response:
        """A page, feed or file of the site."""
        path = request.url.path
        name = output_name(path)
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            return self._missing()
        text = self.site.render(name)
        if text is not None:
            self.served[path] = text
            return _text_response(name, text)
        file = self.site.output / name
        if file.is_file():
            return FileResponse(file, headers=FRESH)
        if not path.endswith("/") and (self.site.render(name + "/index.html") is not None):
            return RedirectResponse(path + "/")
        return self._missing()

    def _missing(self) -> Response:
        text = self.site.render("404.html")
        return _text_response("404.html", text or NO_PAGE, status=404)

    def _own(self, request: Request) -> Response:
        """One of the preview's own files."""
        file = CLIENT / PurePosixPath(request.path_params["name"]).name
        return FileResponse(file, headers=FRESH) if file.is_file() else self._missing()

    def _unpublished(self, _: Request) -> Response:
        """What a build for the live site leaves out."""
        return _text_response("unpublished.html", unpublished_page(self.site.unpublished()))

    async def _events(self, request: Request) -> Response:
        queue: asyncio.Queue[str] = asyncio.Queue()
        page = request.query_params.get("page", "/")
        hello = {
            "id": self._id,
            "problems": [asdict(problem) for problem in self.site.problems],
            "status": self.site.status_of(output_name(page)),
        }
        queue.put_nowait(f"event: hello\ndata: {json.dumps(hello)}\n\n")
        self.hub.clients[queue] = page
        return StreamingResponse(self._stream(queue), media_type="text/event-stream", headers=FRESH)

    async def _stream(self, queue: asyncio.Queue[str]) -> AsyncIterator[str]:
        try:
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self.hub.clients.pop(queue, None)

    def stale_pages(self) -> set[str]:
        """URL paths that a browser shows and that would look different now."""
        return {
            path
            for path in set(self.hub.clients.values())
            if self.site.render(output_name(path)) != self.served.get(path)
        }


def _text_response(name: str, text: str, status: int = 200) -> Response:
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    body = with_reload(text) if kind == "text/html" else text
    return Response(body, status_code=status, media_type=kind, headers=FRESH)
