"""What no demo shows: too much, too little, too long. Each stays readable, accessible and within the screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect
from support.html_checker import check_html
from support.served import SITE, visit
from support.sites import BuiltSite

LONG = "とても長い題名でも落ち着いて見えるように折り返す位置と大きさを決めておく話と、そのために試した十二の方法の記録"
WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


def post(title: str, body: str = "本文。", day: int = 1, **more: str) -> str:
    header = {
        "title": f"'{title}'",
        "date": f"2025-01-{day:02}",
        "category": "AI",
        "tags": "[札]",
        "type": "blog",
        **more,
    }
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in header.items()) + f"---\n\n{body}\n"


HEADINGS = "\n".join(
    f"## 見出し {number} はここから\n\n本文。\n\n### その下の {number}\n\n本文。\n" for number in range(20)
)
TABLE = "\n".join(
    ["| " + " | ".join(f"列の名前{n}" for n in range(14)) + " |", "|---" * 14 + "|", "| 値の欄 " * 14 + "|"]
)
STATES = {
    "200 tags": ({"content/posts/a.md": post("札の多い投稿", tags=str([f"札{n}" for n in range(200)]))}, "/posts/a/"),
    "200 tags, their list": ({"content/posts/a.md": post("札", tags=str([f"札{n}" for n in range(200)]))}, "/tag/"),
    "a long title": ({"content/posts/a.md": post(LONG, day=1), "content/posts/b.md": post(LONG, day=2)}, "/posts/a/"),
    "an unbroken word": ({"content/posts/a.md": post(WORD, f"{WORD}\n\n`{WORD}`\n\n## {WORD}")}, "/posts/a/"),
    "an unbroken word, listed": (
        {"content/posts/a.md": post(WORD, featured="true"), "content/posts/b.md": post(WORD)},
        "/",
    ),
    "a wide table": ({"content/posts/a.md": post("表", TABLE)}, "/posts/a/"),
    "a wide formula": (
        {"content/posts/a.md": post("式", "$$\n" + " + ".join(f"x_{n}" for n in range(60)) + "\n$$")},
        "/posts/a/",
    ),
    "40 headings": ({"content/posts/a.md": post("見出し", HEADINGS)}, "/posts/a/"),
    "a heading with a percent sign": (
        {"content/posts/a.md": post("見出し", "## 95%減\n\n本文。\n\n## 100%\n\n本文。")},
        "/posts/a/",
    ),
    "one post": ({"content/posts/a.md": post("一つ")}, "/"),
    "nothing": ({}, "/"),
    "nothing, archives": ({}, "/archives/"),
    "nothing of a type": ({"content/posts/a.md": post("一つ")}, "/news/"),
    "a page without a date": ({"content/pages/a.md": "---\ntitle: 'ページ'\n---\n\n本文。\n"}, "/a/"),
}
SEEN = """(line) => {
  const box = line.closest("nav").getBoundingClientRect(), { top, bottom } = line.getBoundingClientRect();
  return box.height > 0 && top >= box.top && bottom <= box.bottom;
}"""
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize(("files", "path"), STATES.values(), ids=STATES)
def test_stands(chromium: Browser, build_site: Callable[..., BuiltSite], files: dict, path: str) -> None:
    built = build_site(files, conf="publishconf.py", SITEURL=SITE, FEED_DOMAIN=SITE)
    assert check_html([built.output / f"{path.strip('/')}/index.html".lstrip("/")]) == []
    with visit(chromium, built.output, viewport={"width": 320, "height": 640}) as visitor:
        page = visitor.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
        assert visitor.messages == []


@pytest.mark.parametrize("width", [1280, 390])
def test_long_contents_keep_the_place_in_sight(
    chromium: Browser, build_site: Callable[..., BuiltSite], width: int
) -> None:
    files, path = STATES["40 headings"]
    built = build_site(files, conf="publishconf.py", SITEURL=SITE, FEED_DOMAIN=SITE)
    with visit(chromium, built.output, viewport={"width": width, "height": 500}) as visitor:
        page = visitor.goto(path)
        page.locator(".prose h2").nth(17).scroll_into_view_if_needed()
        page.locator(".toc [aria-current]").wait_for(state="attached")
        if width == 390:
            page.get_by_role("button", name="目次").click()
        expect(page.locator(".toc [aria-current]")).to_be_in_viewport()
        assert page.locator(".toc [aria-current]").evaluate(SEEN)


def test_the_contents_button_covers_no_text_at_first(chromium: Browser, output: Path) -> None:
    with visit(chromium, output, viewport={"width": 390, "height": 844}) as visitor:
        page = visitor.goto("/posts/tiny-evals/")
        button = page.locator(".toc-button").bounding_box()
        for box in (part.bounding_box() for part in page.locator(".page-header > *, .prose > *").all()):
            assert button
            assert box
            assert box["y"] >= button["y"] + button["height"] or box["y"] + box["height"] <= button["y"]
