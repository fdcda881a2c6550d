"""The demo's files, whole: valid, and light enough for one answer of a server."""

import gzip
import re

import feedparser
from support.html_checker import check_html
from support.served import SITE
from support.sites import BuiltSite

ONE_ANSWER = 14_600
"""Bytes that a server sends before it waits for the first sign of the reader (ten packets of 1,460, RFC 6928)."""
HEADERS = 300
POST = "posts/llm-cost-halving/index.html"
"""A post of the usual kind and length: 9 kB of text, a table, cards."""


def test_every_page_is_valid(demo: BuiltSite) -> None:
    pages = list(demo.output.rglob("*.html"))
    assert len(pages) > 40
    assert check_html(pages) == []


def test_every_feed_can_be_read_and_has_its_stylesheet(demo: BuiltSite) -> None:
    feeds = list(demo.output.glob("feeds/**/*.xml"))
    assert len(feeds) > 5
    for feed in feeds:
        text = feed.read_bytes()
        assert not feedparser.parse(text, sanitize_html=False, resolve_relative_uris=False).bozo
        assert text.count(b"<?xml-stylesheet") == 1


def test_every_picture_is_there_and_has_its_size(demo: BuiltSite) -> None:
    pages = [demo.page(file.relative_to(demo.output).as_posix()) for file in demo.output.rglob("*.html")]
    pictures = [picture for page in pages for picture in page("img")]
    assert any(picture.get("srcset") for picture in pictures)
    for picture in pictures:
        candidates = [part.split()[0] for part in picture.get("srcset", "").split(", ") if part]
        for url in (picture["src"], *candidates):
            assert url.startswith(f"{SITE}/"), picture
            assert demo.exists(url.removeprefix(SITE)), picture
        assert picture.get("width"), picture
        assert picture.get("height"), picture
        assert picture.get("alt") is not None, picture


def test_a_whole_post_page_fits_into_one_answer(demo: BuiltSite) -> None:
    html = demo.text(POST)
    names = set(re.findall(rf'(?:src|href)="{SITE}/([^"]+\.(?:css|js))"', html))
    assert len(names) == 3
    texts = [html, *map(demo.text, names)]
    assert not any("import(" in text or "import " in text for text in texts[1:])
    sizes = [len(gzip.compress(text.encode(), 9)) + HEADERS for text in texts]
    assert sum(sizes) <= ONE_ANSWER, dict(zip([POST, *names], sizes, strict=True))


def test_what_the_theme_loads_plain_and_joined_is_the_same(demo: BuiltSite, chromium, tmp_path) -> None:  # type: ignore[no-untyped-def]
    rules = """(sheets) => { const out = [];
      const walk = (list, layer) => { for (const rule of list) {
        if (rule.styleSheet) walk(rule.styleSheet.cssRules, rule.layerName);
        else if (rule instanceof CSSLayerBlockRule) walk(rule.cssRules, rule.name);
        else if (!(rule instanceof CSSLayerStatementRule)) out.push(`${layer} ${rule.cssText}`.replace(/\\s+/g, ""));
      } };
      for (const sheet of document.styleSheets) walk(sheet.cssRules, "");
      return out; }"""
    page = chromium.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            path=demo.output / route.request.url.removeprefix(f"{SITE}/"), content_type="text/css"
        ),
    )
    found = []
    (joined,) = demo.output.glob("theme/built/fuda.*.css")
    page.route(f"{SITE}/", lambda route: route.fulfill(body="<!DOCTYPE html>", content_type="text/html"))
    for name in ("theme/css/fuda.css", f"theme/built/{joined.name}"):
        page.goto(f"{SITE}/")
        page.add_style_tag(url=f"{SITE}/{name}")
        found.append(page.evaluate(rules))
    page.close()
    assert len(found[0]) > 100
    assert found[0] == found[1]
