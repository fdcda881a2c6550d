"""Each kind of page, as a person meets it: by day, by night and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from support.served import visit

KINDS = {
    "home": "/",
    "home, page 2": "/page/2/",
    "type": "/blog/",
    "category": "/category/AI/",
    "tag": "/tag/コスト削減/",
    "author": "/author/Fuda-編集部/",
    "archives": "/archives/",
    "year": "/archives/2025/",
    "categories": "/category/",
    "tags": "/tag/",
    "authors": "/author/",
    "post of the usual kind": "/posts/llm-cost-halving/",
    "post with math, code and callouts": "/posts/sampling-temperature/",
    "post of a series with a cover": "/posts/rag-01-chunking/",
    "post in English": "/en/posts/kinsoku-and-css/",
    "page": "/about/",
    "not found": "/404.html",
}
WINDOWS = {
    "light": {"viewport": {"width": 1280, "height": 900}},
    "dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})"""

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)


@every_kind
@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_is_accessible_quiet_and_stays_at_home(chromium: Browser, output: Path, path: str, window: dict) -> None:
    with visit(chromium, output, **window) as visitor:
        page = visitor.goto(path)
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]] == []
        assert visitor.messages == []
        assert visitor.strangers == []


@every_kind
def test_does_not_move_nor_scroll_sideways_on_the_smallest_phone(chromium: Browser, output: Path, path: str) -> None:
    with visit(chromium, output, viewport={"width": 320, "height": 640}) as visitor:
        page = visitor.goto(path)
        assert page.evaluate(SHIFT) == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@every_kind
def test_has_no_inline_code(output: Path, path: str, parse: Callable) -> None:
    page = parse(path)
    scripts = [tag for tag in page("script") if not tag.get("src") and tag.get("type") != "application/ld+json"]
    handlers = [tag for tag in page(True) for name in tag.attrs if name.startswith("on")]
    assert scripts + page("style") + page(style=True) + handlers == []


@every_kind
def test_can_be_read_without_scripts(chromium: Browser, output: Path, path: str) -> None:
    with visit(chromium, output, java_script_enabled=False) as visitor:
        page = visitor.goto(path)
        assert page.get_by_role("heading", level=1).is_visible()
        assert page.get_by_role("navigation").first.is_visible()
        assert page.locator(".needs-js:visible").count() == 0
