"""Serves a built folder as it is, on loopback unless told otherwise."""

from __future__ import annotations

import functools
import webbrowser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class ServeFailed(Exception):
    """The folder can't be served; the message says what to do."""


class _Handler(SimpleHTTPRequestHandler):
    """Answers with the site's own 404 page, says nothing of each request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay quiet: the author reads this terminal."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Send 404.html of the site where it has one."""
        page = Path(self.directory) / "404.html"
        if code != 404 or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def make_server(folder: Path, host: str, port: int) -> ThreadingHTTPServer:
    """A server of `folder`, bound and not yet running. Raises ServeFailed: nothing built, or the port is taken."""
    if not (folder / "index.html").is_file():
        raise ServeFailed(f"{folder}: nothing is built there yet; run `invoke build` first.")
    try:
        return ThreadingHTTPServer((host, port), functools.partial(_Handler, directory=str(folder)))
    except OSError as error:
        raise ServeFailed(f"{host}:{port} can't be used ({error.strerror}); name another with --port.") from error


def serve(folder: Path, host: str, port: int, *, browser: bool) -> None:
    """Serve until Ctrl-C."""
    with make_server(folder, host, port) as server:
        address = f"http://{host}:{server.server_address[1]}/"
        print(f"Serving {folder.name}/ at {address} (Ctrl-C ends it)", flush=True)
        if browser:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
