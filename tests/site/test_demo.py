"""The demo as a whole: no warnings, every kind of page, and a post of the author's kind in every detail."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import Path

import pytest
from support.sites import ROOT, BuiltSite, build

KINDS = (
    "index.html",
    "blog/index.html",
    "news/index.html",
    "note/index.html",
    "category/index.html",
    "tag/index.html",
    "author/index.html",
    "archives/index.html",
    "archives/2025/index.html",
    "404.html",
    "tag/コスト削減/index.html",
    "tag/c/index.html",
    "tag/c#/index.html",
    "tag/c++/index.html",
    "feeds/all.atom.xml",
    "feeds/type/news.atom.xml",
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    root = tmp_path_factory.mktemp("demo")
    shutil.copytree(ROOT / "cards", root / "cards")
    settings = {"PATH": str(ROOT / "content"), "OGP_CARDS_STORE": str(root / "cards"), "OGP_CARDS_OFFLINE": True}
    return build(root, {}, conf="pelicanconf.py", settings=settings)


def test_it_builds_without_a_warning(demo: BuiltSite) -> None:
    assert demo.warnings == []


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_of_page_is_there(demo: BuiltSite, name: str) -> None:
    assert demo.exists(name)


def test_no_post_is_lost(demo: BuiltSite) -> None:
    sources = {path.stem.removesuffix(".en") for path in (ROOT / "content" / "posts").glob("*.md")}
    built = {Path(name).parts[-2] for name in demo.files() if name.endswith("/index.html") and "posts/" in name}
    assert sources == built


def test_a_post_of_the_authors_kind(demo: BuiltSite) -> None:
    page = demo.page("/posts/llm-cost-halving/")
    body = page.select_one("article") or page
    assert "**" not in body.get_text()
    assert "[[ogp:" not in str(page)
    assert len(body.select(".ogp-card")) >= 3
    assert len(body.select("tbody tr")) >= 3
    assert [strong for strong in body.select("strong") if "「" in strong.get_text()]
    levels = [int(heading.name[1]) for heading in body.select("h1, h2, h3, h4, h5, h6")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert page.select_one('meta[name="description"]')
    assert page.select_one('a[href$="tag/%E3%82%B3%E3%82%B9%E3%83%88%E5%89%8A%E6%B8%9B/"]')


def test_nothing_unpublished_is_published(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "cards", tmp_path / "cards")
    settings = {"PATH": str(ROOT / "content"), "OGP_CARDS_STORE": str(tmp_path / "cards"), "OGP_CARDS_OFFLINE": True}
    live = build(tmp_path, {}, conf="publishconf.py", settings=settings)
    assert live.warnings == []
    assert not [name for name in live.files() if "draft" in name]
    assert [name for name in ("next-series-draft", "ten-years-later") if live.exists(f"posts/{name}/index.html")] == []
    for name in live.files():
        if name.endswith(".html"):
            assert 'href="http://localhost' not in live.text(name)
