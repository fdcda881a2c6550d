"""Card fields full of script, CSS and template syntax, fetched and built as the demo is: in the browser they are text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from html import escape
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Browser
from support.hostile import Server, answer
from support.served import SITE, visit
from support.sites import BuiltSite

from ogp_cards import words
from ogp_cards.entries import encode_entry
from ogp_cards.model import Card, Entry, Failure, PageFields
from ogp_cards.store import entry_name

RUN = "window.__pwned=1"
PAYLOADS = {
    "script": f"<script>{RUN}</script></p></title></style></textarea><script>{RUN}</script>",
    "handlers": f"\"'><img src=x onerror={RUN}><svg onload={RUN}><a autofocus onfocus={RUN}>",
    "attributes": f'x" onmouseover="{RUN}" onfocus=\'{RUN}\' autofocus style="background:url(//evil.test/i)',
    "URLs": f"javascript:{RUN}//<iframe src=javascript:{RUN}></iframe><base href=//evil.test/>",
    "CSS": "</style><style>@import '//evil.test/a.css';body{background:url(//evil.test/i)}</style>",
    "templates": "{{ 7*7 }}{% raw %}{{ SITEURL }}{filename}/a.md [[ogp:http://evil.test/]]",
    "Markdown": f"**fett** ![x](//evil.test/i.png) [x](javascript:{RUN}) <http://evil.test/>",
    "entities": f"&lt;script&gt;{RUN}&lt;/script&gt;&#60;img src=//evil.test/i onerror={RUN}&#62;",
}
FIELDS = (
    "og:title",
    "og:description",
    "og:site_name",
    "og:image:alt",
    "article:author",
    "article:published_time",
    "og:locale",
    "og:type",
)


def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (640, 336), "teal").save(file, "PNG")
    return file.getvalue()


def page(payload: str) -> bytes:
    said = escape(payload)
    metas = "".join(f'<meta property="{name}" content="{said}">' for name in FIELDS)
    images = f'<meta property="og:image" content="javascript:{RUN}"><meta property="og:image" content="/i.png">'
    return f'<title>{said}</title>{images}{metas}<link rel="icon" href="javascript:{RUN}">'.encode()


HEADER = "---\ntitle: 札\ndate: 2025-01-01\ncategory: AI\ntags: [札]\ntype: blog\n---\n\n"
NOW = datetime(2025, 6, 1, tzinfo=UTC)
URLS = [f"https://a.example/{at}" for at in range(len(PAYLOADS))]


def stored(payload: str, url: str) -> Entry:
    """An entry whose every text is the payload, as a stranger may send it in a pull request; its page is dead."""
    page = PageFields(*[payload] * len(fields(PageFields)))
    failure = Failure(payload, 9, NOW, NOW + timedelta(days=30), NOW + timedelta(days=3000), for_good=True)
    return Entry(url, Card(page, NOW, etag=payload), failure)


def edited(payload: str, url: str) -> Entry:
    """An entry with the author's own words, as `invoke cards.edit` keeps them."""
    overrides = {name: payload for name in words.FIELDS if name != "image"} | {"image": f"javascript:{RUN}"}
    return Entry(url, Card(PageFields("The page", lang="en"), NOW), overrides=overrides)


def written(payload: str, url: str) -> str:
    """A card with the author's own words in the post."""
    quoted = payload.replace('"', '\\"')
    names = ("title", "description", "site_name", "image_alt", "kind", "author")
    said = " ".join(f'{name}="{quoted}"' for name in names)
    return f'[[ogp:{url} | {said} icon="{quoted.replace(":", "")}" image="javascript:{RUN}"]]'


def offline(build_site: Callable[..., BuiltSite], cards: str, entries: list[Entry]) -> BuiltSite:
    """The site with this store."""
    store = {f"cards/{entry_name(entry.url)}": encode_entry(entry).decode() for entry in entries}
    post = {"content/posts/a.md": HEADER + cards}
    return build_site({**store, **post}, conf="pelicanconf.py", SITEURL=SITE, OGP_CARDS_OFFLINE=True)


def assert_harmless(chromium: Browser, site: BuiltSite, path: str = "/posts/a/") -> None:
    """As many cards as payloads, all of them text, and nothing that runs or asks."""
    dialogs: list[str] = []
    with visit(chromium, site.output) as visitor:
        visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        shown = visitor.goto(path)
        cards = shown.locator(".ogp-card")
        assert cards.count() == len(PAYLOADS)
        for card in cards.all():
            card.scroll_into_view_if_needed()
            card.hover()
        assert "{{ 7*7 }}" in cards.nth(5).inner_text()
        assert "**fett**" in cards.nth(6).inner_text()
        assert shown.evaluate("window.__pwned") is None
        assert shown.locator(".ogp-card *:not(.ogp-card-archive)[href]:not(.u-url)").count() == 0
    assert dialogs == []
    assert visitor.messages == []
    assert visitor.strangers == []


def test_nothing_that_a_page_says_runs_or_is_asked_for(build_site: Callable[..., BuiltSite], chromium: Browser) -> None:
    routes = {f"/{at}": answer(page(text), content_type="text/html") for at, text in enumerate(PAYLOADS.values())}
    with Server({**routes, "/i.png": answer(png(), content_type="image/png")}) as server:
        body = "\n\n".join(f"[[ogp:{server.url(path)}]]" for path in routes)
        site = build_site(
            {"content/posts/a.md": HEADER + body},
            conf="pelicanconf.py",
            SITEURL=SITE,
            OGP_CARDS_OFFLINE=False,
            OGP_CARDS_PAUSE=0,
            OGP_CARDS_ALLOWED_HOSTS=["127.0.0.1"],
            OGP_CARDS_ALLOWED_PORTS=[server.port],
        )
    assert_harmless(chromium, site)


@pytest.mark.parametrize("make", [stored, edited])
def test_nothing_that_a_store_says_runs_or_is_asked_for(
    build_site: Callable[..., BuiltSite], chromium: Browser, make: Callable[[str, str], Entry]
) -> None:
    cards = "\n\n".join(f"[[ogp:{url}]]" for url in URLS)
    entries = [make(text, url) for text, url in zip(PAYLOADS.values(), URLS, strict=True)]
    assert_harmless(chromium, offline(build_site, cards, entries))


def test_nothing_that_an_author_writes_in_a_card_runs_or_is_asked_for(
    build_site: Callable[..., BuiltSite], chromium: Browser
) -> None:
    cards = "\n\n".join(map(written, PAYLOADS.values(), URLS))
    entries = [Entry(url, Card(PageFields("The page"), NOW)) for url in URLS]
    assert_harmless(chromium, offline(build_site, cards, entries))


@pytest.mark.parametrize("text", ["[[ogp:{}]]", "A sentence with [[ogp:{}]] in it."])
def test_themes_that_unescape_summaries_run_nothing_either(
    build_site: Callable[..., BuiltSite], chromium: Browser, text: str
) -> None:
    """Pelican's default theme writes `article.summary|striptags|safe` into an attribute."""
    entries = [stored(payload, url) for payload, url in zip(PAYLOADS.values(), URLS, strict=True)]
    posts = {
        f"content/p{at}.md": f"Title: P{at}\nDate: 2025-01-01\nSlug: p{at}\n\n{text.format(url)}\n"
        for at, url in enumerate(URLS)
    }
    store = {f"cards/{entry_name(entry.url)}": encode_entry(entry).decode() for entry in entries}
    site = build_site(
        {**posts, **store}, PLUGINS=["ogp_cards"], THEME="notmyidea", SITEURL=SITE, OGP_CARDS_OFFLINE=True
    )
    for at in range(len(URLS)):
        with visit(chromium, site.output) as visitor:
            shown = visitor.goto(f"/p{at}.html")
            assert shown.locator("a[href^='https://a.example/']").count() == 1
            assert shown.evaluate("window.__pwned") is None
            assert not [url for url in visitor.strangers if "evil.test" in url]
