"""The command: builds the state, serves it, follows changes until Ctrl-C, starts itself anew when settings or code change."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import sys
import tempfile
import threading
import time
import webbrowser
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import uvicorn
from pelican.log import console
from rich import get_console

from fuda import STARTED

from .cards import CardRefresh, refresh_command
from .changes import Change, Kind
from .listening import LOOPBACK, Server, address_of, bound_socket, end_cleanly, ports_to_try
from .loading import check, load, places_of, usable
from .server import Preview
from .site import SELDOM, Site
from .watching import Known, saved, stamps


@dataclass(frozen=True)
class Options:
    """How to run: the settings file, the address, and whether to open a browser."""

    settings: Path
    host: str = "127.0.0.1"
    port: str = ""
    """As written; empty for 8000, or the next that is free."""
    browser: bool = True


class Runner:
    """A preview while it runs."""

    def __init__(self, options: Options, output: Path) -> None:
        self.options = options
        settings = load(options.settings)
        self.places = places_of(options.settings, settings)
        self._before = stamps(self.places)
        self._known = Known({*map(Path, self._before)})
        self.cards = self._cards(settings)
        with usable(options.settings):
            self.site = Site(settings | {"OGP_CARDS_OFFLINE": True}, output)  # no page waits for a card
        self.preview = Preview(self.site, options.host)
        self.restart = False
        self._stop = threading.Event()

    def _cards(self, settings: dict[str, Any]) -> CardRefresh | None:
        """Who fetches cards meanwhile; nobody where the site has none or wants none fetched."""
        if not any(str(name).endswith("ogp_cards") for name in settings.get("PLUGINS") or ()):
            return None
        if self.places.store:
            with suppress(OSError):
                self.places.store.mkdir(parents=True, exist_ok=True)  # only what is there can be watched
        if settings.get("OGP_CARDS_OFFLINE"):
            return None
        return CardRefresh(refresh_command(self.options.settings), self.places.content, say)

    def serve(self, listener: socket.socket) -> None:
        """Serve and watch until Ctrl-C or until `restart` is set."""
        config = uvicorn.Config(self.preview.app(), log_level="error", lifespan="off", timeout_graceful_shutdown=1)
        server = Server(config, self.preview.hub)

        async def both() -> None:
            loop = asyncio.get_running_loop()
            watcher = threading.Thread(target=self._watch, args=(loop, server), daemon=True)
            watcher.start()
            if self.cards:
                self.cards.start()
            try:
                await server.serve([listener])
            finally:  # also when a signal ends it: what the watcher does writes into a folder that goes then
                self._stop.set()
                watcher.join(2)

        asyncio.run(both())

    def _watch(self, loop: asyncio.AbstractEventLoop, server: Server) -> None:
        for rows in saved(self.places, self._before, self._stop):
            if self._follow(self._known.changes(rows), loop):
                self.restart = True
                server.should_exit = True
                return

    def _follow(self, changes: list[Change], loop: asyncio.AbstractEventLoop) -> bool:
        """Take changes over and tell the browsers; whether the process has to start anew."""
        if not changes and not self.site.is_due():
            return False
        kind = self.site.update(changes, self.places)
        if kind is Kind.PROCESS:
            if problem := check(self.options.settings):
                self.site.stay_as_it_is(problem)
            else:
                return True
        self._tell(kind, loop)
        if self.site.settle():
            self._tell(Kind.SITE, loop)
        if self.cards:
            self.cards.look_at(change.path for change in changes if change.path.suffix == ".md")
        return False

    def _tell(self, kind: Kind, loop: asyncio.AbstractEventLoop) -> None:
        """Tell the browsers what to show now, and the author what is wrong."""
        hub = self.preview.hub
        stale = self.preview.stale_pages()  # first, since what is wrong with a page is seen when it is made
        problems = [asdict(problem) for problem in self.site.problems]
        if kind is Kind.STYLE:
            loop.call_soon_threadsafe(hub.tell, "style")
        else:
            loop.call_soon_threadsafe(lambda: hub.tell("reload", pages=stale))
        if files := sorted(self.site.files.changed()):
            loop.call_soon_threadsafe(hub.tell, "files", files)
        loop.call_soon_threadsafe(hub.tell, "problems", problems)
        for row in self.site.problems:
            say(row.message)


def say(line: str) -> None:
    """One line on the author's terminal."""
    print(line, file=sys.stderr, flush=True)


def run(options: Options) -> None:
    """Preview until Ctrl-C. Raises PreviewFailed before anything is served, SystemExit for another signal that ends it."""
    ports_to_try(options.port)  # a wrong one is told before anything of this process is changed
    console.quiet = get_console().quiet = True
    gc.set_threshold(SELDOM)
    end_cleanly()
    with suppress(KeyboardInterrupt):
        if port := _preview(options):
            say("Settings or code changed: starting anew.")
            command = [sys.executable, "-m", "fuda.preview", str(options.settings), "--no-browser"]
            os.execv(sys.executable, [*command, "--host", options.host, "--port", str(port)])  # noqa: S606 - this very program


def _preview(options: Options) -> int:
    """Preview until it has to start anew, at the port that comes back; 0 when it ends for good."""
    with tempfile.TemporaryDirectory(prefix="fuda-preview-") as folder:
        runner = Runner(options, Path(folder))
        with bound_socket(options.host, options.port) as listener:
            host, port = listener.getsockname()[:2]
            address = address_of(host, port)
            if options.browser:
                webbrowser.open(address)  # it starts, and waits for an answer, while the site is read
            runner.site.build()
            for problem in runner.site.problems:
                say(problem.message)
            more = f"{len(runner.site.names())} pages and feeds; Ctrl-C ends it"
            everywhere = "also at all other addresses of this machine; " if host in LOOPBACK else ""
            say(f"Ready in {time.monotonic() - STARTED:.1f} s: {address} ({everywhere}{more})")
            runner.serve(listener)
            return int(port) if runner.restart else 0
