"""Card fields full of script, CSS and template syntax, fetched and built as the demo is: in the browser they are text."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from io import BytesIO

from PIL import Image
from playwright.sync_api import Browser
from support.hostile import Server, answer
from support.served import SITE, visit
from support.sites import BuiltSite

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


def test_nothing_of_a_card_runs_or_is_asked_for(build_site: Callable[..., BuiltSite], chromium: Browser) -> None:
    routes = {f"/{at}": answer(page(text), content_type="text/html") for at, text in enumerate(PAYLOADS.values())}
    header = "---\ntitle: 札\ndate: 2025-01-01\ncategory: AI\ntags: [札]\ntype: blog\n---\n\n"
    with Server({**routes, "/i.png": answer(png(), content_type="image/png")}) as server:
        body = "\n\n".join(f"[[ogp:{server.url(path)}]]" for path in routes)
        site = build_site(
            {"content/posts/a.md": header + body},
            conf="pelicanconf.py",
            SITEURL=SITE,
            OGP_CARDS_OFFLINE=False,
            OGP_CARDS_PAUSE=0,
            OGP_CARDS_ALLOWED_HOSTS=["127.0.0.1"],
            OGP_CARDS_ALLOWED_PORTS=[server.port],
        )
    dialogs: list[str] = []
    with visit(chromium, site.output) as visitor:
        visitor.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        shown = visitor.goto("/posts/a/")
        cards = shown.locator(".ogp-card")
        assert cards.count() == len(PAYLOADS)
        for card in cards.all():
            card.scroll_into_view_if_needed()
            card.hover()
        assert "{{ 7*7 }}" in cards.nth(5).inner_text()
        assert "**fett**" in cards.nth(6).inner_text()
        assert shown.evaluate("window.__pwned") is None
    assert dialogs == []
    assert visitor.messages == []
    assert visitor.strangers == []
