"""The demo's files, whole: valid, and light enough for one answer of a server."""

import gzip
import re

import feedparser
import pytest
from playwright.sync_api import Browser
from support.html_checker import check_html
from support.served import SITE, visit
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


RULES = """() => {
  const found = [];
  const walk = (rules, layer) => {
    for (const rule of rules) {
      if (rule.styleSheet) walk(rule.styleSheet.cssRules, rule.layerName);
      else if (rule instanceof CSSLayerBlockRule) walk(rule.cssRules, rule.name);
      else found.push(`${layer}: ${rule.cssText.replaceAll(", ", ",")}`);
    }
  };
  for (const sheet of document.styleSheets) walk(sheet.cssRules, "");
  return found;
}"""


@pytest.mark.parametrize("name", ["fuda", "lists"])
def test_a_joined_stylesheet_says_what_its_parts_say(demo: BuiltSite, chromium: Browser, name: str) -> None:
    (joined,) = demo.output.glob(f"theme/built/{name}.*.css")
    with visit(chromium, demo.output) as visitor:
        found = []
        for sheet in (f"/theme/css/{name}.css", f"/theme/built/{joined.name}"):
            page = visitor.goto("/404.html")
            page.set_content(f'<link rel="stylesheet" href="{SITE}{sheet}">', wait_until="load")
            found.append(page.evaluate(RULES))
        assert len(found[0]) > 20
        assert found[0] == found[1]
