"""HTTP for the preview: pages rendered when asked for, events for open browsers, and a check of who asks."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import mimetypes
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict, dataclass, field
from enum import Enum
from pathlib import PurePosixPath
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from .addresses import folder_address, is_file, output_name
from .pages import CLIENT, PREFIX, unpublished_page, with_reload
from .site import Site
from .waiting import status_at

FRESH = {"Cache-Control": "no-store"}
NO_PAGE = "<!doctype html><title>404</title><p>There is no such page."
"""Where the site has no page for that: what is wrong with it shows over this one."""
UNMADE = "<!doctype html><title>500</title><p>This page can’t be made at present."
"""For a page that never could be made since the preview began: the reason shows over it, and the page in its place once it is mended."""
UNPUBLISHED = f"{PREFIX}index.html".lstrip("/")
OVER = ""
"""In a browser's queue: nothing comes any more."""
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


def event_text(event: str, data: Any) -> str:
    """An event as it is sent."""
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"


@dataclass
class Hub:
    """The open browsers: which page each shows, by its output file, and how to tell it something. Used in the server's event loop only."""

    clients: dict[asyncio.Queue[str], str] = field(default_factory=dict)
    is_over: bool = False

    def tell(self, event: str, data: Any = None, *, pages: set[str] | None = None) -> None:
        """Send an event to everybody, or to those who show one of `pages`."""
        message = event_text(event, data)
        for queue, page in self.clients.items():
            if pages is None or page in pages:
                queue.put_nowait(message)

    def end(self) -> None:
        """Have no browser wait any longer, so that the server can end."""
        self.is_over = True
        for queue in self.clients:
            queue.put_nowait(OVER)

    async def events(self, page: str, first: Callable[[], Awaitable[str]]) -> AsyncIterator[str]:
        """What to send to a browser that shows `page`; its `first` event is asked for once nothing that happens is missed."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self.clients[queue] = page
        try:
            message = await first()
            while message != OVER and not self.is_over:
                yield message
                try:
                    message = await asyncio.wait_for(queue.get(), HEARTBEAT)
                except TimeoutError:
                    message = ": still here\n\n"
        finally:
            self.clients.pop(queue, None)


class Kind(Enum):
    """What is at an address."""

    TEXT = 200
    MISSING = 404
    UNMADE = 500
    FILE = "a file of the scratch folder"
    FOLDER = "the same with a slash at its end"


@dataclass(frozen=True)
class Found:
    """What a browser gets, and whether it would get the same again; `text` is that of a page or feed."""

    kind: Kind
    text: str = ""


class Preview:
    """The application. `served` remembers by output file what was last sent."""

    def __init__(self, site: Site, host: str) -> None:
        self.site = site
        self.hub = Hub()
        self.served: dict[str, Found] = {}
        self.host = host
        self._id = os.urandom(8).hex()

    def app(self) -> Starlette:
        """The ASGI application."""
        routes = [
            Route(PREFIX + "events", self._events),
            Route(PREFIX + "{name:str}", self._own),
            Route("/{path:path}", self._page, methods=["GET", "HEAD"]),
        ]
        return Starlette(routes=routes, middleware=[Middleware(KnownHosts, bound=self.host)])

    def _page(self, request: Request) -> Response:
        """A page, feed or file of the site."""
        path = request.scope["raw_path"].decode("ascii", "replace")
        name = output_name(path)
        found = self.served[name] = self.find(name)
        if found.kind is Kind.FILE:
            return FileResponse(self.site.output / name, headers=FRESH)
        if found.kind is Kind.FOLDER:
            return RedirectResponse(folder_address(path, request.scope.get("query_string", b"").decode("latin-1")))
        if found.kind is not Kind.TEXT:
            return _text_response(f"{found.kind.value}.html", found.text, status=int(found.kind.value))
        return _text_response("unpublished.html" if name == UNPUBLISHED else name, found.text)

    def find(self, name: str) -> Found:
        """What is at an output file."""
        if name == UNPUBLISHED:  # what a build for the live site leaves out
            return Found(Kind.TEXT, unpublished_page(self.site.unpublished()))
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            return self._missing()
        text = self.site.render(name)
        if text is not None:
            return Found(Kind.TEXT, text)
        if self.site.is_unmade(name):
            return Found(Kind.UNMADE, UNMADE)
        if is_file(self.site.output / name):
            return Found(Kind.FILE)
        return Found(Kind.FOLDER) if self._is_page(name + "/index.html") else self._missing()

    def _is_page(self, name: str) -> bool:
        return self.site.render(name) is not None or self.site.is_unmade(name)

    def _missing(self) -> Found:
        return Found(Kind.MISSING, self.site.render("404.html") or NO_PAGE)

    def _own(self, request: Request) -> Response:
        """One of the preview's own files."""
        file = CLIENT / PurePosixPath(request.path_params["name"]).name
        return FileResponse(file, headers=FRESH) if is_file(file) else self._page(request)

    async def _events(self, request: Request) -> Response:
        page = output_name(request.query_params.get("page", "/"))
        events = self.hub.events(page, lambda: self._hello(page))
        return StreamingResponse(events, media_type="text/event-stream", headers=FRESH)

    async def _hello(self, page: str) -> str:
        """How things are at present, for a browser that shows this output file."""
        stale = await run_in_threadpool(self._is_stale, page)  # by a save after the page was asked for
        hello = {
            "id": self._id,
            "problems": [asdict(problem) for problem in self.site.problems],
            "status": status_at(page, self.site.unpublished()),
            "stale": stale,
        }
        return event_text("hello", hello)

    def stale_pages(self) -> set[str]:
        """Output files that a browser shows and in whose place it would get something else now."""
        return {name for name in set(self.hub.clients.values()) if self._is_stale(name)}

    def _is_stale(self, name: str) -> bool:
        return self.find(name) != self.served.get(name)


def _text_response(name: str, text: str, status: int = 200) -> Response:
    kind = mimetypes.guess_type(name)[0] or "text/plain"
    body = with_reload(text) if kind == "text/html" else text
    return Response(body, status_code=status, media_type=kind, headers=FRESH)
