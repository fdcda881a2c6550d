"""What a reader does, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.served import SITE, Visit, visit
from support.sites import BuiltSite

POST = "/posts/rag-01-chunking/"


@pytest.fixture
def desk(chromium: Browser, output: Path) -> Iterator[Visit]:
    with visit(
        chromium, output, viewport={"width": 1280, "height": 900}, permissions=["clipboard-write", "clipboard-read"]
    ) as visitor:
        yield visitor


@pytest.fixture
def phone(chromium: Browser, output: Path) -> Iterator[Visit]:
    with visit(chromium, output, viewport={"width": 390, "height": 844}) as visitor:
        yield visitor


def tab_to(page: Page, locator: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(f"{locator}:focus").count():
            return
    raise AssertionError(f"the keyboard does not reach {locator}")


def test_the_first_tab_skips_the_menu(desk: Visit) -> None:
    page = desk.goto(POST)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_menu_leads_on(desk: Visit) -> None:
    page = desk.goto(POST)
    tab_to(page, "nav a")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{SITE}/blog/")
    expect(page.get_by_role("navigation", name="メインメニュー").get_by_role("link", name="ブログ")).to_have_attribute(
        "aria-current", "page"
    )


def test_the_chosen_colors_are_kept_and_the_system_is_followed_again(desk: Visit) -> None:
    page = desk.goto(POST)
    switch = page.get_by_role("button", name="ダークモード")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    by_day = page.evaluate(paper)
    tab_to(page, ".theme-switch")
    page.keyboard.press("Enter")
    expect(switch).to_have_attribute("aria-pressed", "true")
    by_night = page.evaluate(paper)
    assert by_night != by_day
    page.goto(f"{SITE}/archives/")
    assert page.evaluate(paper) == by_night
    page.get_by_role("button", name="ダークモード").press("Space")
    assert page.evaluate(paper) == by_day
    assert page.evaluate("localStorage.length") == 0


def test_a_broken_stored_choice_does_no_harm(desk: Visit) -> None:
    page = desk.goto("/")
    page.evaluate("localStorage.setItem('theme', 'x\" onload=')")
    page.reload()
    assert page.locator("html").get_attribute("data-theme") is None
    assert desk.messages == []


def test_code_is_copied(desk: Visit) -> None:
    page = desk.goto(POST)
    tab_to(page, ".copy")
    code = page.locator(".copy:focus ~ pre").text_content()
    page.keyboard.press("Enter")
    expect(page.locator(".copy:focus")).to_have_text("コピーしました")
    assert code
    page.keyboard.press("Enter")
    expect(page.locator(".copy:focus")).to_have_text("コピー")
    assert page.evaluate("navigator.clipboard.readText()") == code


def test_the_address_is_copied(desk: Visit) -> None:
    page = desk.goto(POST)
    page.get_by_role("button", name="リンクをコピー").press("Enter")
    expect(page.locator(".copy-link")).to_have_text("コピーしました")
    assert page.evaluate("navigator.clipboard.readText()") == f"{SITE}{POST}"


def test_the_contents_follow_the_reader(desk: Visit) -> None:
    page = desk.goto(POST)
    lines = page.get_by_role("navigation", name="目次").get_by_role("link")
    lines.nth(1).press("Enter")
    expect(lines.nth(1)).to_have_attribute("aria-current", "true")
    expect(page.locator(".toc [aria-current]")).to_have_count(1)
    page.keyboard.press("End")
    expect(lines.last).to_have_attribute("aria-current", "true")


def test_the_contents_open_and_close_on_a_phone(phone: Visit) -> None:
    page = phone.goto(POST)
    contents = page.get_by_role("navigation", name="目次")
    expect(contents).to_be_hidden()
    tab_to(page, ".toc-button")
    page.keyboard.press("Enter")
    expect(contents).to_be_visible()
    page.keyboard.press("Escape")
    expect(contents).to_be_hidden()
    page.keyboard.press("Enter")
    contents.get_by_role("link").nth(2).press("Enter")
    expect(contents).to_be_hidden()
    assert page.evaluate("scrollY") > 0


def test_the_contents_open_without_scripts(chromium: Browser, output: Path) -> None:
    with visit(chromium, output, viewport={"width": 390, "height": 844}, java_script_enabled=False) as visitor:
        page = visitor.goto(POST)
        page.get_by_role("button", name="目次").click()
        expect(page.get_by_role("navigation", name="目次")).to_be_visible()


def test_a_picture_is_enlarged_and_put_back(desk: Visit) -> None:
    page = desk.goto(POST)
    tab_to(page, "a.lightbox")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("a.lightbox").first).to_be_focused()
    assert desk.messages == []


def test_what_is_folded_is_printed(desk: Visit) -> None:
    page = desk.goto("/posts/writing-with-fuda/")
    folded = page.locator(".prose details:not([open]) > :not(summary)").first
    expect(folded).to_be_hidden()
    page.emulate_media(media="print")
    expect(folded).to_be_visible()


def test_the_plain_files_of_a_draft_site_work_as_well(chromium: Browser, build_site: Callable[..., BuiltSite]) -> None:
    post = "---\ntitle: 'A'\ndate: 2025-01-01\ncategory: B\n---\n\n```python\nx = 1\n```\n"
    built = build_site({"content/posts/a.md": post}, conf="pelicanconf.py")
    with visit(chromium, built.output) as visitor:
        page = visitor.goto("/posts/a/")
        page.get_by_role("button", name="ダークモード").click()
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(page.locator(".copy")).to_have_text("コピー")
        assert visitor.messages == []
