"""The theme with none of the plugins, with each alone and without each: whole pages, no empty boxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from support.html_checker import check_html
from support.sites import ROOT, BuiltSite

ONE = """Title: One & <two>
Date: 2025-01-01
Category: AI
Tags: llm, C#
Authors: いと, すみ
Series: 札

## A

Text.

```python
x = 1
```
"""
FILES: dict[str, str | bytes] = {
    "content/one.md": ONE,
    "content/two.md": "Title: Two\nDate: 2025-01-02\nModified: 2025-02-02\nCategory: AI\nSummary: Short.\n\nText.\n",
    "content/three.md": "Title: Three\nDate: 2025-01-03\nCategory: Web\nLang: en\n\nText.\n",
    "content/three-ja.md": "Title: 三\nDate: 2025-01-03\nCategory: Web\nSlug: three\nLang: ja\n\n本文。\n",
    "content/draft.md": "Title: Draft\nDate: 2025-01-04\nStatus: draft\n\nText.\n",
    "content/pages/about.md": "Title: About\n\nText.\n",
}
ALONE = ["permalinks", "post_types", "featured_posts", "headings", "japanese_text", "markdown_extras", "fuda_theme"]
CHOICES = {
    "none": [],
    **{name: [name] for name in ALONE},
    **{f"all but {gone}": [name for name in ALONE if name != gone] for gone in ALONE},
}
Build = Callable[..., BuiltSite]


def build(build_site: Build, plugins: list[str], files: dict[str, str | bytes] | None = None, **more: Any) -> BuiltSite:
    settings: dict[str, Any] = {
        "THEME": str(ROOT / "themes/fuda"),
        "SITEURL": "https://a.example",
        "DEFAULT_LANG": "ja",
        "DIRECT_TEMPLATES": ["index", "tags", "categories", "authors", "archives", "404"],
        "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}.html",
        "YEAR_ARCHIVE_URL": "archives/{date:%Y}.html",
        "FEED_ALL_ATOM": "all.atom.xml",
        "PLUGINS": plugins,
        **more,
    }
    return build_site(FILES if files is None else files, **settings)


def empty_boxes(page: BeautifulSoup) -> list[str]:
    """Elements of the body that hold neither words nor anything else to see. Some are drawn by the stylesheet."""
    seen = (tag for tag in page.body.find_all(True) if tag.name not in {"img", "script", "br", "hr", "wbr", "input"})
    drawn = "img, input, .theme-switch, .heading-anchor"
    return [
        str(tag)
        for tag in seen
        if not tag.get_text(strip=True) and not tag.css.closest(f"{drawn}, pre") and not tag.select(drawn)
    ]


def pages(built: BuiltSite) -> list[str]:
    return [name for name in built.files() if name.endswith(".html")]


@pytest.mark.parametrize("plugins", CHOICES.values(), ids=CHOICES)
def test_every_page_stands(build_site: Build, plugins: list[str]) -> None:
    built = build(build_site, plugins)
    assert built.warnings == []
    names = pages(built)
    assert len(names) > 15
    assert [box for name in names for box in empty_boxes(built.page(name))] == []
    for name in names:
        page = built.page(name)
        assert len(page("h1")) == 1, name
        assert "{{" not in built.text(name)


def test_every_page_is_valid_without_plugins(build_site: Build) -> None:
    built = build(build_site, [])
    assert check_html([built.output / name for name in pages(built)]) == []


def test_every_link_leads_somewhere_without_plugins(build_site: Build) -> None:
    built = build(build_site, [])
    for name in pages(built):
        page = built.page(name)
        wanted = {tag.get("href") or tag.get("src") for tag in page(["a", "link", "script", "img"])}
        own = {url.removeprefix("https://a.example") for url in wanted if url and url.startswith("https://a.example")}
        assert [url for url in own if not built.exists(url)] == [], name


@pytest.mark.parametrize("more", [{}, {"PAGINATED_TEMPLATES": {}}], ids=["paginated", "not"])
@pytest.mark.parametrize("plugins", [[], ["fuda_theme", "post_types"]], ids=["none", "types"])
def test_every_page_names_its_own_address(build_site: Build, plugins: list[str], more: dict[str, Any]) -> None:
    types = {
        "POST_TYPES": {"blog": "B"},
        "MONTH_ARCHIVE_SAVE_AS": "{date:%Y-%m}.html",
        "MONTH_ARCHIVE_URL": "{date:%Y-%m}.html",
    }
    built = build(build_site, plugins, **types, **more)
    for name in pages(built):
        link = built.page(name).select_one("link[rel=canonical]")
        if name == "404.html" or name.startswith("drafts/"):
            assert link is None
        else:
            path = link["href"].removeprefix("https://a.example/") if link else None
            assert path in {name, name.removesuffix("index.html")}, name


def test_a_site_with_nothing_in_it_stands(build_site: Build) -> None:
    built = build(build_site, [], {})
    assert "Nothing here yet." in built.text("index.html")
    assert check_html([built.output / name for name in pages(built)]) == []


def test_a_draft_says_so_and_stays_out_of_search(build_site: Build) -> None:
    page = build(build_site, []).page("drafts/draft.html")
    assert page.select_one(".draft").text == "Draft"
    assert page.select_one("meta[name=robots]")["content"] == "noindex"
    assert page.select_one("link[rel=canonical]") is None


def test_the_words_are_english_without_catalogues(build_site: Build) -> None:
    page = build(build_site, []).page("index.html")
    assert page.select_one(".skip").text == "Skip to the text"
