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
    "category": "/category/ai/",
    "tag": "/tag/コスト削減/",
    "author": "/author/fuda-編集部/",
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
WINDOWS = {"light": (1280, "light"), "dark": (1280, "dark"), "phone": (390, "light")}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
SHIFT = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})"""

every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)


@every_kind
def test_is_accessible_by_day_by_night_and_on_a_phone(chromium: Browser, output: Path, path: str) -> None:
    with visit(chromium, output) as visitor:
        page = visitor.goto(path)
        found = {}
        for name, (width, scheme) in WINDOWS.items():
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            violations = Axe().run(page, options=AXE).response["violations"]
            found[name] = [(rule["id"], node["html"]) for rule in violations for node in rule["nodes"]]
        assert found == {name: [] for name in WINDOWS}
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
