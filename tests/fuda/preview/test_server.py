"""What the preview answers, and which open pages it finds to be outdated."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from support.previews import FILES, Kept, begun, post
from support.sites import write_files

from fuda.preview.addresses import output_name
from fuda.preview.changes import Change, Places
from fuda.preview.server import Hub, Preview


class Open:
    """A preview of a small site, and a browser that shows one page."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.preview = Preview(kept.site, "127.0.0.1")

    def get(self, path: str, query: bytes = b"") -> Response:
        scope: dict[str, Any] = {
            "type": "http",
            "method": "GET",
            "path": path,
            "raw_path": quote(path).encode(),
            "headers": [],
        }
        scope["query_string"] = query
        name = path.removeprefix("/__fuda__/")
        handler = self.preview._own if name and name != path else self.preview._page
        return handler(Request(scope | {"path_params": {"name": name}}))

    def show(self, path: str) -> int:
        """Open a page as a browser does: the script sends the address as the browser writes it."""
        self.preview.hub.clients = {asyncio.Queue(): output_name(quote(path))}
        return self.get(path).status_code

    def is_told(self) -> bool:
        return bool(self.preview.stale_pages())

    def delete(self, name: str) -> None:
        path = self.kept.root / "content/posts" / name
        path.unlink()
        self.kept.site.update(
            [Change(path, edited=False)], Places((), path.parent.parent, self.kept.root / "theme", ())
        )


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Open]:
    write_files(tmp_path / "site", FILES)
    with begun(tmp_path / "site", tmp_path / "scratch", {}) as site:
        yield Open(Kept(site, tmp_path / "site"))


TEXT = str(FILES["content/posts/more-3.md"])


@pytest.mark.parametrize("way", ["status", "file"])
def test_a_page_that_goes_and_comes_back_is_told(browser: Open, way: str) -> None:
    assert browser.show("/posts/more-3/") == 200
    if way == "file":
        browser.delete("more-3.md")
    else:
        browser.kept.save("more-3.md", TEXT.replace("tags:", "status: draft\ntags:"))
    assert browser.is_told()
    assert browser.get("/posts/more-3/").status_code == 404
    assert not browser.is_told()
    browser.kept.save("more-3.md", TEXT)
    assert browser.is_told()
    assert browser.get("/posts/more-3/").status_code == 200
    assert not browser.is_told()


@pytest.mark.parametrize("address", ["/tag/孤独/", "/tag/c++/"])
def test_an_address_with_other_letters_is_told_when_it_is_another_and_not_else(browser: Open, address: str) -> None:
    assert browser.show(address) == 200
    browser.kept.save("more-3.md", TEXT.replace("Text 3.", "Other."))
    assert not browser.is_told()
    browser.kept.save("three.md", str(FILES["content/posts/three.md"]).replace("title: Three", "title: 3"))
    assert browser.is_told()
    browser.get(address)
    for name in ("one.md", "three.md", "two.en.md"):
        browser.kept.save(name, str(FILES[f"content/posts/{name}"]).replace("C++", "D").replace("孤独", "D"))
    assert browser.is_told()
    assert browser.get(address).status_code == 404


def test_what_is_listed_as_not_published_is_told(browser: Open) -> None:
    assert browser.show("/__fuda__/") == 200
    browser.kept.save("more-3.md", TEXT.replace("Text 3.", "Other."))
    assert not browser.is_told()
    browser.kept.save("more-3.md", TEXT.replace("tags:", "status: draft\ntags:"))
    assert browser.is_told()


def test_what_is_at_an_address(browser: Open) -> None:
    assert browser.get("/posts/more-3").headers["location"] == "/posts/more-3/"
    assert browser.get("//posts/more-3", b"x=1&y=%2F").headers["location"] == "/posts/more-3/?x=1&y=%2F"
    assert browser.get("/posts/three/pic.png").media_type == "image/png"
    for path in ("/nowhere/", "/__fuda__/nowhere", "/../site/pelicanconf.py"):
        assert browser.show(path) == 404
        assert not browser.is_told()  # or it would be reloaded for ever


def test_no_address_is_too_long_or_too_odd(browser: Open) -> None:
    for name in ("a" * 5000, "ル" * 300, "a\0b", "a/" * 5000):
        for folder in ("/", "/posts/", "/__fuda__/"):
            assert browser.get(folder + name).status_code == 404


def test_a_page_that_never_could_be_made_is_there_and_comes_when_it_is_mended(
    browser: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, writer = browser.kept.site, browser.kept.site._made.writer
    assert writer
    with monkeypatch.context() as broken:
        broken.setattr(writer, "render", lambda name: 1 // 0 if name in writer.noted else None)
        assert browser.get("/archives").headers["location"] == "/archives/"
        assert browser.show("/archives/") == 500
        assert browser.get("/nowhere/").status_code == 404
        assert not browser.is_told()
        assert any("ZeroDivisionError" in problem.message for problem in site.problems)
    assert browser.is_told()
    assert browser.get("/archives/").status_code == 200


def test_a_file_that_is_another_is_told_once(browser: Open) -> None:
    site, picture = browser.kept.site, browser.kept.root / "content/posts/pic.png"
    assert site.files.changed() == set()
    browser.kept.save("new.md", post("New", 20, "New."))
    site.build()
    assert not {name for name in site.files.changed() if not name.endswith(".xml")}
    picture.write_bytes(picture.read_bytes()[:-1] + b"-")
    site.build()
    assert site.files.changed() == {"posts/three/pic.png"}
    assert site.files.changed() == set()


async def first() -> str:
    return "first"


def test_browsers_that_wait_are_let_go() -> None:
    hub = Hub()

    async def wait() -> list[str]:
        asyncio.get_running_loop().call_later(0.05, hub.end)
        return [message async for message in hub.events("index.html", first)]

    with ThreadPoolExecutor(1) as apart:  # Playwright's own loop may be running in this thread
        assert apart.submit(asyncio.run, wait()).result(5) == ["first"]
        assert hub.clients == {}
        assert apart.submit(asyncio.run, wait()).result(5) == []


def test_what_happens_while_a_browser_is_greeted_is_told(browser: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    preview, told = browser.preview, []

    def slowly(name: str) -> bool:
        told.append(name in preview.hub.clients.values())
        return False

    async def greet() -> str:
        query = {"type": "http", "query_string": b"page=/posts/more-3/", "headers": []}
        response = await preview._events(Request(query))
        assert isinstance(response, StreamingResponse)
        events = aiter(response.body_iterator)
        hello = await anext(events)
        preview.hub.tell("reload", pages={"posts/more-3/index.html"})
        assert str(await anext(events)).startswith("event: reload")
        return str(hello)

    monkeypatch.setattr(preview, "_is_stale", slowly)
    with ThreadPoolExecutor(1) as apart:
        assert '"stale": false' in apart.submit(asyncio.run, greet()).result(5)
    assert told == [True]
