"""Link cards in the theme, where there is more to show than room: on narrow screens, on paper, and with a dead page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from support.served import SITE, visit
from support.sites import BuiltSite

from ogp_cards.entries import encode_entry
from ogp_cards.model import Card, Entry, Failure, PageFields, Picture
from ogp_cards.store import entry_name

NOW = datetime(2025, 6, 1, tzinfo=UTC)
DEAD = Failure("answered 404", 9, NOW, NOW + timedelta(days=30), NOW + timedelta(days=3000), for_good=True)
PICTURES = Picture("images/0123.webp", 240, 126), Picture("images/4567.webp", 16, 16)
PAGE = PageFields(
    "A page whose title is long enough to need two lines, and then some more words that find no room in them at all",
    "What it is about.",
    "A Rather Long Site Name of the Institute",
    author="An Author of Note",
    published="2024-05-06",
)
SHORT = "https://short.example/"
LONG = "https://1.a-very-long-sub-domain.of-some-department.of-the-institute.example.co.jp/"
HEADER = "---\ntitle: 札\ndate: 2025-01-01\ncategory: AI\ntags: [札]\ntype: blog\n---\n\n"


def webp(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "WEBP")
    return file.getvalue()


@pytest.fixture
def show(build_site: Callable[..., BuiltSite], chromium: Browser) -> Callable[..., Any]:
    """A function (URL, failure, width=…) -> a context with the page that shows its card."""

    @contextmanager
    def run(url: str, failure: Failure | None = None, *, width: int = 390) -> Iterator[Page]:
        pictures = {f"cards/{picture.file}": webp(picture.width, picture.height) for picture in PICTURES}
        entry = encode_entry(Entry(url, Card(PAGE, NOW, *PICTURES), failure))
        files = {"content/posts/a.md": f"{HEADER}[[ogp:{url}]]\n", f"cards/{entry_name(url)}": entry, **pictures}
        site = build_site(files, conf="pelicanconf.py", SITEURL=SITE, OGP_CARDS_OFFLINE=True)
        with visit(chromium, site.output, viewport={"width": width, "height": 900}) as visitor:
            yield visitor.goto("/posts/a/")

    return run


SEEN = """(link) => {
  const box = link.getBoundingClientRect();
  return document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2) === link;
}"""
LAST_LETTERS = """(host) => {
  const text = [...host.childNodes].find((node) => node.nodeType === Node.TEXT_NODE), range = document.createRange();
  range.setStart(text, text.length - 5);
  range.setEnd(text, text.length);
  const letters = range.getBoundingClientRect(), line = host.closest(".ogp-card-source").getBoundingClientRect();
  return letters.width > 0 && letters.left >= line.left && letters.right <= line.right && letters.bottom <= line.bottom + 1;
}"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_copy_of_a_dead_page_can_be_seen(show: Callable[..., Any], width: int) -> None:
    with show(SHORT, DEAD, width=width) as page:
        page.locator(".ogp-card").scroll_into_view_if_needed()
        assert page.locator(".ogp-card-archive").evaluate(SEEN)


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_of_a_long_host_the_end_is_seen(show: Callable[..., Any], width: int) -> None:
    with show(LONG, width=width) as page:
        host = page.locator(".ogp-card-host")
        assert host.evaluate(LAST_LETTERS)
        assert host.evaluate("host => host.scrollWidth > host.clientWidth"), "it is too long, or this tests nothing"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_host_reads_from_left_to_right(show: Callable[..., Any]) -> None:
    """Its first letter, a digit, stands left of the others, although its end is what is kept."""
    with show("https://1.example.org/", width=1280) as page:
        assert page.locator(".ogp-card-host").evaluate(
            """(host) => {
              const text = [...host.childNodes].find((node) => node.nodeType === Node.TEXT_NODE);
              const left = [...text.data].map((_, at) => {
                const range = document.createRange();
                range.setStart(text, at);
                range.setEnd(text, at + 1);
                return range.getBoundingClientRect().left;
              });
              return left.every((x, at) => at === 0 || x > left[at - 1]);
            }"""
        )


def test_on_paper_a_card_is_its_words_and_its_address(show: Callable[..., Any]) -> None:
    with show(SHORT) as page:
        page.emulate_media(media="print")
        title = page.locator(".ogp-card-title")
        after = title.locator("a").evaluate(
            "link => (({content, position}) => [content, position])(getComputedStyle(link, '::after'))"
        )
        assert after == [f'" ({SHORT})"', "static"]
        assert title.evaluate("title => title.scrollHeight <= title.clientHeight + 1"), "nothing is cut off"
        assert not any(image.is_visible() for image in page.locator(".ogp-card img").all())
        page.emulate_media(media="screen")
        assert title.evaluate("title => title.scrollHeight > title.clientHeight"), "on a screen two lines are shown"
