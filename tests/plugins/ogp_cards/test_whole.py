"""From a web server to a page: builds with a network that is one loopback server, and what a browser makes of the pages."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser
from support.hostile import Server, answer
from support.served import SITE, visit
from support.sites import BuiltSite

from ogp_cards.entries import decode_entry
from ogp_cards.store import CardStore

Build = Callable[..., BuiltSite]

ATTACK = "\"'><script>bad()</script><img src=//evil.test/i onerror=bad()>{{ 7*7 }}&lt;script>bad()&lt;/script>javascript:bad()"
PAGE = """<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{title}</title>
<meta property="og:title" content="{title}"><meta property="og:description" content="{text}">
<meta property="og:image" content="{image}"><meta property="og:image:alt" content="{text}"><meta property="og:site_name" content="{text}">
<meta property="article:author" content="{text}"><meta property="article:published_time" content="{text}">
<link rel="icon" href="/icon.png"></head><body>x</body></html>"""


def png(width: int = 640, height: int = 336) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def page(title: str, text: str = "", image: str = "/i.png") -> bytes:
    escaped = (
        value.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;") for value in (title, text, image)
    )
    return PAGE.format(**dict(zip(("title", "text", "image"), escaped, strict=True))).encode()


@pytest.fixture
def server() -> Iterator[Server]:
    pictures = {
        "/i.png": answer(png(), content_type="image/png"),
        "/icon.png": answer(png(32, 32), content_type="image/png"),
    }
    with Server(pictures) as running:
        yield running


def settings(server: Server, **more: Any) -> dict[str, Any]:
    own = {"PLUGINS": ["ogp_cards"], "THEME": "simple", "SITEURL": SITE}
    quick = {"OGP_CARDS_PAUSE": 0, "OGP_CARDS_TIMEOUT": 5, "OGP_CARDS_BUDGET": 20}
    return {**own, **quick, "OGP_CARDS_ALLOWED_HOSTS": ["127.0.0.1"], "OGP_CARDS_ALLOWED_PORTS": [server.port], **more}


def post(*urls: str) -> dict[str, str | bytes]:
    return {
        "content/post.md": "Title: Post\nDate: 2025-01-01\nSlug: post\n\n" + "\n".join(f"[[ogp:{url}]]" for url in urls)
    }


def test_fetched_once_and_the_same_offline(
    build_site: Build, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.routes["/a"] = answer(page("題名", "説明"), content_type="text/html; charset=utf-8")
    site = build_site(post(server.url("/a")), **settings(server))
    card = site.page("post.html").select_one(".ogp-card")
    assert card.select_one(".ogp-card-title").get_text() == "題名"
    image = card.select_one(".ogp-card-image")
    assert (image["width"], image["height"]) == ("240", "126")
    assert site.exists(image["src"].removeprefix(SITE))
    assert "cards: 1 fetched" in capsys.readouterr().out
    first = site.text("post.html")
    visits = len(server.visits)
    again = build_site({}, **settings(server))
    offline = build_site({}, **settings(server, OGP_CARDS_OFFLINE=True))
    assert first == again.text("post.html") == offline.text("post.html")
    assert len(server.visits) == visits
    assert capsys.readouterr().out.count("cards: 1 fresh") == 2


def test_a_failure_is_one_warning_with_post_and_url_and_the_build_goes_on(build_site: Build, server: Server) -> None:
    site = build_site(post(server.url("/gone"), server.url("/gone")), **settings(server))
    (warning,) = site.warnings
    assert "content/post.md: http://127.0.0.1" in warning
    assert "stays a plain link: 127.0.0.1 answered 404" in warning
    assert len(site.page("post.html").select(".ogp-card a")) == 2
    assert build_site({}, **settings(server)).warnings == []  # not asked again within the hour


@pytest.mark.parametrize("answered", ["404 Not Found", "200 OK"])
def test_a_card_that_is_kept_is_one_warning_once(build_site: Build, server: Server, answered: str) -> None:
    server.routes["/a"] = answer(page("Title"), content_type="text/html")
    site = build_site(post(server.url("/a")), **settings(server))
    (path,) = (site.output.parent / "cards").glob("*.json")
    path.write_text(re.sub(r'"fetched": "\d+', '"fetched": "2020', path.read_text()))
    server.routes["/a"] = answer(page("Just a moment..."), status=answered, content_type="text/html")
    site = build_site({}, **settings(server))
    (warning,) = site.warnings
    assert f"content/post.md: {server.url('/a')} keeps its card from before: " in warning
    assert site.page("post.html").select_one(".ogp-card-title").get_text() == "Title"
    assert build_site({}, **settings(server)).warnings == []


def test_each_build_tells_where_an_unreadable_entry_is_now(build_site: Build, server: Server) -> None:
    server.routes["/a"] = answer(page("Title"), content_type="text/html")
    site = build_site(post(server.url("/a")), **settings(server))
    (path,) = (site.output.parent / "cards").glob("*.json")
    path.write_text(path.read_text().replace("\n}", ',\n"overrides": {"title": "mine"},\n}'))
    for reason in ("JSONDecodeError", "it is no entry"):
        (warning,) = build_site({}, **settings(server)).warnings
        assert f"unreadable/{path.name}: " in warning
        assert reason in warning
        assert f"into {path.name}" in warning
        assert "mend" not in warning


def test_what_killed_builds_left_is_swept_also_when_nothing_is_asked(build_site: Build, server: Server) -> None:
    server.routes["/a"] = answer(page("Title"), content_type="text/html")
    site = build_site(post(server.url("/a")), **settings(server))
    store, visits = site.root / "cards", len(server.visits)
    for left in (store / ".x.json.abc.tmp", store / "images/.x.webp.abc.tmp"):
        left.write_text("x")
        os.utime(left, (0, 0))
    build_site({}, **settings(server, OGP_CARDS_OFFLINE=True))
    assert len([*store.rglob("*.tmp")]) == 2, "offline the store is only read"
    build_site({}, **settings(server))
    assert (len(server.visits), [*store.rglob("*.tmp")]) == (visits, [])


def test_a_wait_without_end_does_not_end_the_build(build_site: Build, server: Server) -> None:
    forever = "Fri, 31 Dec 9999 23:59:59 -2359"
    server.routes["/a"] = answer(b"", status="503 Service Unavailable", retry_after=forever)
    site = build_site(post(server.url("/a")), **settings(server))
    assert len(site.page("post.html").select(".ogp-card a")) == 1


def test_a_private_address_is_not_asked(build_site: Build, server: Server) -> None:
    site = build_site(post(server.url("/a")), **settings(server, OGP_CARDS_ALLOWED_HOSTS=[]))
    assert "not a public address" in site.warnings[0]
    assert server.visits == []


def test_no_budget_no_request(build_site: Build, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    site = build_site(post(server.url("/a")), **settings(server, OGP_CARDS_BUDGET=0))
    assert (server.visits, site.warnings) == ([], [])
    assert "cards: 1 left for the next build" in capsys.readouterr().out


def disk_of(syncs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the disk is full after so many files: it is when they are synced that it says so, as with delayed allocation."""
    left = iter(range(syncs))
    sync = os.fsync

    def sync_while_there_is_room(descriptor: int) -> None:
        if stat.S_ISREG(os.fstat(descriptor).st_mode) and next(left, None) is None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", sync_while_there_is_room)


@pytest.mark.parametrize("syncs", range(7))
def test_a_disk_that_fills_up(
    build_site: Build, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], syncs: int
) -> None:
    """Two pages with a picture and an icon: whichever file is the first that does not fit, all entries are whole."""
    for name in ("/a", "/b"):
        server.routes[name] = answer(page(f"Old {name}"), content_type="text/html")
    urls = (server.url("/a"), server.url("/b"))
    site = build_site(post(*urls), **settings(server))
    store = site.output.parent / "cards"
    for path in store.glob("*.json"):
        path.write_text(re.sub(r'"fetched": "\d+', '"fetched": "2020', path.read_text()))
    before = {path.name: path.read_bytes() for path in store.glob("*.json")}
    server.routes["/i.png"] = answer(png(700, 400), content_type="image/png")
    for name in ("/a", "/b"):
        server.routes[name] = answer(page(f"New {name}"), content_type="text/html")
    capsys.readouterr()
    with monkeypatch.context() as patched:
        disk_of(syncs, patched)
        site = build_site({}, **settings(server))
    entries = {path.name: path.read_bytes() for path in store.glob("*.json")}
    lost = [name for name in before if entries[name] == before[name]]
    assert entries.keys() == before.keys()
    assert all(CardStore(store).has_pictures(decode_entry(data).card) for data in entries.values())
    assert not list(store.rglob("*.tmp"))
    assert [warning.partition(":")[0] for warning in site.warnings] == [
        "the card store cannot be written, so these cards are lost with this build"
    ] * bool(lost)
    titles = [title.get_text() for title in site.page("post.html").select(".ogp-card-title")]
    assert titles == ["New /a", "New /b"]
    assert "cards: 2 fetched" in capsys.readouterr().out
    assert all(site.exists(image["src"].removeprefix(SITE)) for image in site.page("post.html").select(".ogp-card img"))
    again = build_site({}, **settings(server))
    assert again.warnings == []
    assert f"cards: {len(lost)} fetched" in capsys.readouterr().out or not lost


def test_a_store_that_cannot_be_written(build_site: Build, server: Server) -> None:
    server.routes["/a"] = answer(page("Title"), content_type="text/html")
    site = build_site({**post(server.url("/a")), "cards": "a file where the folder should be"}, **settings(server))
    (warning,) = site.warnings
    assert warning.startswith("the card store cannot be written, so these cards are lost with this build")
    assert site.page("post.html").select_one(".ogp-card-title").get_text() == "Title"


def test_an_image_that_the_author_names(build_site: Build, server: Server) -> None:
    server.routes["/a"] = answer(page("Title", image="/none.png"), content_type="text/html")
    server.routes["/own.png"] = answer(png(100, 100), content_type="image/png")
    body = f"Title: Post\nDate: 2025-01-01\nSlug: post\n\n[[ogp:{server.url('/a')} | image={server.url('/own.png')}]]"
    site = build_site({"content/post.md": body}, **settings(server))
    image = site.page("post.html").select_one(".ogp-card-image")
    assert (image["width"], image["height"]) == ("100", "100")


@pytest.mark.parametrize("written", ["{site}/page", "{site}/i.png", "/pictures/own.png", "../pictures/own.png"])
def test_a_cover(build_site: Build, server: Server, tmp_path: Path, written: str) -> None:
    server.routes["/page"] = answer(page("The page", "Its site"), content_type="text/html; charset=utf-8")
    image = written.replace("{site}", server.url().removesuffix("/"))
    files = {
        "content/posts/post.md": f"Title: T\nDate: 2025-01-01\nSlug: post\nImage: {image}\n\nText",
        "content/pictures/own.png": png(),
    }
    template = (
        "{% set c = article.cover %}{{ [c.width, c.height, c.url, c.share_url, c.srcset, c.credit_url]|join(' ') }}"
    )
    (tmp_path / "article.html").write_text(template)
    site = build_site(files, **settings(server, THEME_TEMPLATES_OVERRIDES=[str(tmp_path)]))
    width, height, url, share_url, narrow, _, wide, _, *credit = site.text("post.html").split()
    assert (width, height, wide) == ("640", "336", url)
    assert {name for name in site.files() if name.startswith("cards/")} == {url, share_url, narrow}
    assert credit == ([image] if image.endswith("/page") else [])
    assert site.warnings == []


def test_a_cover_that_cannot_be_had_is_said_in_the_build_that_asks(build_site: Build, server: Server) -> None:
    text = f"Title: T\nDate: 2025-01-01\nImage: {server.url('/gone')}\n\nText"
    site = build_site({"content/post.md": text}, **settings(server))
    (warning,) = site.warnings
    assert "content/post.md: there is no cover" in warning
    assert "answered 404" in warning
    assert build_site({}, **settings(server)).warnings == []


def test_nothing_that_a_site_sends_runs(build_site: Build, server: Server, chromium: Browser) -> None:
    server.routes["/a"] = answer(
        page(ATTACK, ATTACK, "//evil.test/i.png?" + ATTACK), content_type="text/html; charset=utf-8"
    )
    server.routes["/b"] = answer(
        page("Title" + ATTACK, ATTACK, "javascript:bad()"), content_type="text/html; charset=utf-8"
    )
    site = build_site(post(server.url("/a"), server.url("/b")), **settings(server))
    with visit(chromium, site.output) as visitor:
        opened = visitor.goto("/post.html")
        assert opened.locator(".ogp-card").count() == 2
        assert "bad()" in opened.locator(".ogp-card-title").first.inner_text()
        assert opened.locator(".ogp-card script, .ogp-card [onerror]").count() == 0
        assert (visitor.strangers, visitor.messages) == ([], [])


def test_the_plugins_own_style_in_another_theme(build_site: Build, server: Server, chromium: Browser) -> None:
    server.routes["/a"] = answer(page("とても長い題名" * 30, "説明" * 200), content_type="text/html; charset=utf-8")
    site = build_site(post(server.url("/a"), server.url("/" + "x" * 300)), **settings(server))
    with visit(chromium, site.output, viewport={"width": 320, "height": 600}) as visitor:
        opened = visitor.goto("/post.html")
        assert opened.evaluate("document.documentElement.scrollWidth") <= 320
        opened.keyboard.press("Tab")
        while opened.evaluate("document.activeElement.closest('.ogp-card') === null"):
            opened.keyboard.press("Tab")
        link = opened.get_by_role("link", name="とても長い題名" * 30, exact=True)
        assert link.evaluate("element => element === document.activeElement")
        box = opened.locator(".ogp-card").first.bounding_box()
        assert box
        corner = [box["x"] + 8, box["y"] + box["height"] - 8]
        assert opened.evaluate("([x, y]) => document.elementFromPoint(x, y).closest('a').href", corner) == server.url(
            "/a"
        )


REFRESH = """
import sys
sys.path[:0] = [{plugins!r}]
from pathlib import Path
from ogp_cards.refresh import refresh_all
refresh_all(Path({store!r}), {urls!r}, {port})
"""
