"""Shows a built site in the browser under its own address, out of its folder: no server, no port, and no way out."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page, Route

SITE = "https://fuda.example.org"


@dataclass
class Visit:
    """An open page and what went on in it."""

    page: Page
    messages: list[str] = field(default_factory=list)
    """Console messages and uncaught errors."""
    strangers: list[str] = field(default_factory=list)
    """Requests to other hosts; none of them was let through."""

    def goto(self, path: str) -> Page:
        """Open a path of the site."""
        self.page.goto(f"{SITE}{path}")
        return self.page


@contextmanager
def visit(browser: Browser, output: Path, **context: Any) -> Iterator[Visit]:
    """A visit to the site in `output`, built with SITEURL = SITE; `context` as Playwright's new_context takes it."""
    window = browser.new_context(**context)
    visitor = Visit(window.new_page())
    page = visitor.page
    page.on("console", lambda message: visitor.messages.append(message.text))
    page.on("pageerror", lambda error: visitor.messages.append(str(error)))

    def answer(route: Route) -> None:
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != SITE:
            visitor.strangers.append(route.request.url)
            route.abort()
            return
        name = unquote(url.path).lstrip("/")
        file = output / (name + "index.html" if not name or name.endswith("/") else name)
        if file.is_file():
            route.fulfill(body=file.read_bytes(), content_type=_type(file))
        else:
            route.fulfill(status=404, body="")

    window.route("**/*", answer)
    try:
        yield visitor
    finally:
        window.close()


def _type(file: Path) -> str:
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
