"""Addresses in real sites."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from pelican.log import LimitFilter
from pelican.plugins import signals
from support.sites import BuiltSite

Build = Callable[..., BuiltSite]
FOLDERS = {
    "ARTICLE_URL": "posts/{slug}/",
    "ARTICLE_SAVE_AS": "posts/{slug}/index.html",
    "PAGE_URL": "{slug}/",
    "PAGE_SAVE_AS": "{slug}/index.html",
    "TAG_URL": "tag/{slug}/",
    "TAG_SAVE_AS": "tag/{slug}/index.html",
    "TAG_FEED_ATOM": "feeds/tag/{slug}.atom.xml",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "SLUGIFY_SOURCE": "basename",
}


@pytest.fixture
def build(build_site: Build) -> Build:
    """build_site with the plugin alone, in Pelican's simplest theme."""

    def run(files: dict[str, str | bytes], **settings: Any) -> BuiltSite:
        LimitFilter._raised_messages.clear()
        return build_site(files, **{"PLUGINS": ["permalinks"], "THEME": "simple", **settings})

    return run


def post(title: str = "x", **metadata: str) -> str:
    lines = {"Title": title, "Date": "2025-01-15", **metadata}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + "\nText\n"


def said(site: BuiltSite, level: str) -> list[str]:
    return [re.sub(r"[^\s(]*/content/", "", text) for text in site.messages(level)]


def links(site: BuiltSite, page: str, start: str) -> list[str]:
    return [a["href"] for a in site.page(page).select("a[href]") if unquote(a["href"]).lstrip("./").startswith(start)]


@pytest.mark.parametrize("relative", [False, True])
def test_every_name_has_its_own_page_that_its_link_opens(build: Build, relative: bool) -> None:
    names = ["コスト削減", "C", "C#", "C++", ".NET", "CI/CD", "Node.js"]
    site = build({"content/a.md": post(Tags=", ".join(names), Category="札 & 幕")}, RELATIVE_URLS=relative, **FOLDERS)
    assert site.warnings == []
    hrefs = links(site, "posts/a/", "tag/")
    assert len(set(hrefs)) == len(names)
    for name, href in zip(names, hrefs, strict=True):
        path = urlsplit(urljoin("/posts/a/", href)).path
        assert path.isascii()
        assert site.page(path).select_one("h2").get_text(strip=True) == f"Articles tagged with {name}"
    assert site.exists("tag/コスト削減/")
    assert site.exists("category/札-&-幕.html")


def test_japanese_file_names_and_date_prefixes_stay(build: Build) -> None:
    site = build({"content/ルビの話.md": post(), "content/2025-01-15-札.md": "Title: y\n\nText"}, **FOLDERS)
    assert site.exists("posts/ルビの話/")
    assert site.exists("posts/2025-01-15-札/")
    assert set(links(site, "", "posts/")) == {
        "/posts/%E3%83%AB%E3%83%93%E3%81%AE%E8%A9%B1/",
        "/posts/2025-01-15-%E6%9C%AD/",
    }


def test_feeds_and_links_between_posts_below_a_folder(build: Build) -> None:
    body = "[x]({filename}札.md) [y]({tag}コスト) [z]({static}/images/図.png)"
    files: dict[str, str | bytes] = {
        "content/a.md": post(Tags="コスト") + body,
        "content/札.md": post("y"),
        "content/images/図.png": b"",
    }
    site = build(files, SITEURL="https://example.org/blog", **FOLDERS)
    assert site.warnings == []
    hrefs = links(site, "posts/a/", "https")
    assert "https://example.org/blog/posts/%E6%9C%AD/" in hrefs
    assert "https://example.org/blog/tag/%E3%82%B3%E3%82%B9%E3%83%88/" in hrefs
    assert "https://example.org/blog/images/%E5%9B%B3.png" in hrefs
    entries = site.feed("feeds/all.atom.xml").select("entry > link")
    assert {entry["href"] for entry in entries} == {
        "https://example.org/blog/posts/a/",
        "https://example.org/blog/posts/%E6%9C%AD/",
    }
    assert (
        site.feed("feeds/tag/コスト.atom.xml")
        .select_one("feed > link[rel=self]")["href"]
        .endswith("/feeds/tag/%E3%82%B3%E3%82%B9%E3%83%88.atom.xml")
    )


def test_pages_of_a_list(build: Build) -> None:
    files: dict[str, str | bytes] = {f"content/{n}.md": post(str(n), Tags="札") for n in range(3)}
    patterns = [(1, "{url}", "{save_as}"), (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html")]
    site = build(files, DEFAULT_PAGINATION=2, PAGINATION_PATTERNS=patterns, **FOLDERS)
    assert site.exists("tag/札/page/2/")
    assert site.exists("page/2/")
    assert "/tag/%E6%9C%AD/page/2/" in links(site, "tag/札/", "tag/")


def test_names_that_differ_in_form_only_are_one(build: Build) -> None:
    site = build(
        {
            "content/a.md": post("a", Tags="AI, x"),
            "content/b.md": post("b", Tags="ＡＩ, ai"),
            "content/c.md": post("c", Tags="AI", Category="News"),
            "content/d.md": post("d", Category="news"),
        },
        **FOLDERS,
    )
    assert said(site, "WARNING") == [
        "b.md: the tag 'ai' has the page of 'AI' (a.md, c.md); write 'AI' everywhere",
        "b.md: the tag 'ＡＩ' has the page of 'AI' (a.md, c.md); write 'AI' everywhere",
        "d.md: the category 'news' has the page of 'News' (c.md); write 'News' everywhere",
    ]
    assert sorted(links(site, "tag/ai/", "posts/")) == ["/posts/a/", "/posts/b/", "/posts/c/"]
    assert [a.get_text() for a in site.page("posts/b/").select("a[href*='/tag/']")] == ["AI"]


def test_a_reserved_slug_is_an_error(build: Build) -> None:
    files: dict[str, str | bytes] = {
        f"content/pages/{name}.md": post(name) for name in ("tag", "feeds", "theme", "images", "en", "news")
    }
    site = build(
        {**files, "content/pages/mine.md": post(), "content/posts.md": post()}, POST_TYPES={"news": "News"}, **FOLDERS
    )
    assert [text.partition(":")[0] for text in said(site, "ERROR")] == sorted(
        name.removeprefix("content/") for name in files
    )
    assert said(site, "ERROR")[-1].startswith(
        "pages/theme.md:1: the slug 'theme' is a name that the site uses itself (THEME_STATIC_DIR); write another slug"
    )
    assert site.exists("mine/")
    assert site.exists("posts/posts/")
    assert not site.exists("news/")


@pytest.mark.parametrize(
    "slug", ["index.html", "Index.html", "404.html", "robots.txt", "_headers", "all.xml", "humans.html", "app.json"]
)
def test_a_slug_that_is_a_file_of_the_site_is_an_error(build: Build, tmp_path: Path, slug: str) -> None:
    (tmp_path / "404.html").write_text("none")
    settings = {
        "DIRECT_TEMPLATES": ["index", "404"],
        "THEME_TEMPLATES_OVERRIDES": [str(tmp_path)],
        "FEED_ALL_ATOM": "all.xml",
        "STATIC_PATHS": ["extra"],
        "EXTRA_PATH_METADATA": {"extra/x.json": {"path": "app.json"}},
        "TEMPLATE_PAGES": {"t.txt": "humans.html"},
    }
    files: dict[str, str | bytes] = {
        "content/pages/bad.md": f"Title: bad\nSlug: {slug}\n\nText",
        "content/a.md": post(),
        "content/t.txt": "by hand",
        "content/extra/x.json": "{}",
    }
    site = build(files, **{**FOLDERS, **settings})
    [error] = said(site, "ERROR")
    assert error.startswith("pages/bad.md:2: ")
    assert slug.casefold() in error.casefold()
    assert error.endswith("(it is left out)")
    assert site.exists("")
    assert site.exists("posts/a/")
    assert "bad" not in site.text("")


def test_only_our_line_is_said_of_two_sources(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/b/x.md": post("later"),
        "content/a/x.md": post("first"),
        "content/a/x-en.md": post("english", Slug="x", Lang="en"),
        "content/pages/p.md": "Title: one\nSlug: p\n\nText",
        "content/pages/q.md": "Title: two\nSlug: p\n\nText",
        "content/pages/p-en.md": "Title: page\nSlug: p\nLang: en\n\nText",
    }
    site = build(files, DEFAULT_LANG="ja", **FOLDERS)
    assert [text.partition(": ")[0] for text in said(site, "ERROR")] == ["b/x.md:1", "pages/q.md:2"]
    assert site.messages("WARNING") == []
    assert [a["href"] for a in site.page("posts/x/").select("a[hreflang=en]")] == ["/x-en.html"]
    assert "english" not in site.text("")
    assert "page" in site.page("pages/p-en.html").title.string


def test_two_sources_for_one_address(build: Build) -> None:
    site = build(
        {"content/b/x.md": post("later", Tags="t"), "content/a/x.md": post("first"), "content/y.md": post("y")},
        **FOLDERS,
    )
    assert said(site, "ERROR") == [
        "b/x.md:1: has the address of a/x.md (posts/x/index.html); write another slug in one of them (it is left out)"
    ]
    assert "first" in site.page("posts/x/").title.string
    assert "later" not in site.text("")
    assert "later" not in site.text("feeds/all.atom.xml")
    assert not site.exists("tag/t/")
    assert site.exists("posts/y/")


def test_a_page_and_a_post_for_one_address(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/z.md": post("the post", Tags="t", Slug="z"),
        "content/pages/z.md": "Title: the page\nSlug: q\nsave_as: posts/z/index.html\n\nText",
        "content/other.md": post("other", Tags="t") + "[x]({filename}z.md)",
    }
    site = build(files, YEAR_ARCHIVE_URL="{date:%Y}/", YEAR_ARCHIVE_SAVE_AS="{date:%Y}/index.html", **FOLDERS)
    assert said(site, "ERROR") == [
        "z.md:4: has the address of pages/z.md (posts/z/index.html); write another slug in one of them (it is left out)"
    ]
    assert "the page" in site.page("posts/z/").title.string
    for path in ("", "tag/t/", "archives.html", "2025/", "feeds/all.atom.xml"):
        assert "the post" not in site.text(path)
        assert "other" in site.text(path)


def test_addresses_that_differ_in_case_only(build: Build) -> None:
    site = build({"content/a.md": post(Slug="Foo"), "content/b.md": post(Slug="foo")}, **FOLDERS)
    assert said(site, "WARNING")[-1] == (
        "b.md:3: its address posts/foo/index.html differs from that of a.md in case or Unicode form only,"
        " which is one file on macOS and Windows; write another slug"
    )
    assert said(site, "ERROR") == []


def test_a_tag_that_would_make_a_folder_of_a_file(build: Build) -> None:
    patterns = {
        "TAG_URL": "tag/{slug}/",
        "TAG_SAVE_AS": "tag/{slug}/index.html",
        "TAGS_SAVE_AS": "tag/index.html",
        "CATEGORY_URL": "{slug}/",
        "CATEGORY_SAVE_AS": "{slug}/index.html",
        "FEED_ALL_ATOM": "feed.xml",
    }
    site = build({"content/a.md": post(Tags="Index.html, x", Category="feed.xml")}, **{**FOLDERS, **patterns})
    assert said(site, "ERROR") == [
        "the category 'feed.xml' gets no page, for its address feed.xml/index.html makes a folder of the file feed.xml"
        " (the feed FEED_ALL_ATOM); write another name",
        "the tag 'Index.html' gets no page, for its address tag/index.html/index.html makes a folder of the file tag/index.html"
        " (the page of all tags); write another name",
    ]
    assert site.exists("tag/x/index.html")
    assert site.exists("tag/index.html")


def test_lists_with_one_address(build: Build) -> None:
    patterns = {
        "TAG_URL": "{slug}/",
        "TAG_SAVE_AS": "{slug}/index.html",
        "CATEGORY_URL": "{slug}/",
        "CATEGORY_SAVE_AS": "{slug}/index.html",
    }
    site = build(
        {"content/a.md": post(Tags="AI, x", Category="AI"), "content/pages/x.md": post()}, **{**FOLDERS, **patterns}
    )
    assert said(site, "ERROR") == [
        "the tag 'AI' gets no page, for the category 'AI' has the same address (ai/index.html);"
        " change one of their *_SAVE_AS, or PAGINATION_PATTERNS",
        "pages/x.md:1: its address x/index.html is that of the tag 'x'; write another slug (it is left out)",
    ]
    assert "category" in site.text("ai/")
    assert site.exists("x/")


def test_pages_of_lists_with_one_address(build: Build) -> None:
    files: dict[str, str | bytes] = {f"content/{n}.md": post(str(n), Tags="x", Date="2025-02-02") for n in range(3)}
    site = build({**files, "content/y.md": post("y", Tags="x3")}, DEFAULT_PAGINATION=1)
    [error] = said(site, "ERROR")
    assert "page 3 of the tag 'x'" in error
    assert "(tag/x3.html)" in error
    assert site.exists("tag/x3.html")


@pytest.mark.parametrize("slug", ["../x", "../../x", "/etc/x", "../../output-of-another/x"])
def test_no_slug_leads_out_of_the_output(build: Build, slug: str) -> None:
    site = build({"content/a.md": post(Slug=slug), "content/b.md": post("b")}, **FOLDERS)
    assert len(site.messages("ERROR")) == 1
    assert "a.md" in site.messages("ERROR")[0]
    assert site.exists("posts/b/")
    assert not [path for path in site.root.rglob("x*") if path.name in ("x", "x.html")]


def test_a_page_may_stand_in_for_a_list(build: Build) -> None:
    site = build(
        {"content/pages/home.md": "Title: Welcome\nsave_as: index.html\nurl: \n\nText", "content/a.md": post()},
        **FOLDERS,
    )
    assert site.warnings == []
    assert "Welcome" in site.page("").title.string


def test_unpublished_posts_leave_no_file(build_site: Build) -> None:
    future = post("later").replace("2025", "2999")
    files: dict[str, str | bytes] = {
        "content/posts/a.md": post("a"),
        "content/posts/d.md": post("secret", Status="draft", Tags="hush"),
        "content/posts/f.md": future.replace("later", "secret"),
        "content/posts/e.md": post("secret", Status="draft", Lang="en"),
        "content/pages/d.md": post("secret", Status="draft"),
        "content/pages/e.md": post("secret", Status="draft", Lang="en"),
    }
    settings: dict[str, Any] = {
        "PLUGINS": ["permalinks"],
        "THEME": "simple",
        "DIRECT_TEMPLATES": ["index", "tags"],
        "POST_TYPES": {},
    }
    site = build_site(files, conf="publishconf.py", **settings)
    assert site.warnings == []
    assert site.exists("posts/a/")
    assert not site.exists("tag/hush/")
    assert not [
        name for name in site.files() if "draft" in name or "secret" in (site.output / name).read_text(errors="replace")
    ]


def test_a_setting_that_can_not_be_used(build: Build) -> None:
    site = build({"content/a.md": post()}, PERMALINKS_RESERVED=3)
    assert set(site.warnings) == {"PERMALINKS_RESERVED is 3; it must be a list of names, and none is used"}


def test_types_that_are_none_are_left_to_their_plugin(build: Build) -> None:
    assert build({"content/a.md": post()}, **FOLDERS, POST_TYPES=5).exists("posts/a/")


def test_more_reserved_names(build: Build) -> None:
    site = build({"content/pages/demo.md": post()}, PERMALINKS_RESERVED=["demo"], **FOLDERS)
    assert len(site.messages("ERROR")) == 1
    assert not site.exists("demo/")


def test_a_page_does_not_take_the_place_of_the_home_page(build_site: Callable[..., BuiltSite]) -> None:
    files: dict[str, str | bytes] = {
        "content/pages/bad.md": "---\ntitle: Bad\nslug: index.html\n---\n\nText.\n",
        "content/posts/good.md": "---\ntitle: Good\ndate: 2024-01-01\n---\n\nText.\n",
    }
    site = build_site(files, conf="pelicanconf.py", OGP_CARDS_OFFLINE=True)
    assert [line for line in site.messages("ERROR") if "bad.md:3" in line and "the home page" in line]
    assert site.exists("index.html")


def test_an_address_is_made_once_and_stays(build: Build) -> None:
    noted: list[Any] = []

    def note(generators: list[Any]) -> None:
        noted.extend(generators[0].context["articles"])
        for article in noted:
            article.slug = "too-late"

    signals.all_generators_finalized.connect(note)
    files = {f"content/{name}.md": post(Tags="ai, 札", Category="ai", Authors="A") for name in "ab"}
    site = build(files | {"content/c.md": post(Tags="AI", Category="ai")}, **FOLDERS)
    assert sorted(article.url for article in noted) == ["posts/a/", "posts/b/", "posts/c/"]
    assert (site.output / "posts/a/index.html").is_file()
    for names in zip(*((*a.tags, a.category, *a.authors) for a in noted if a.slug and len(a.tags) == 2), strict=True):
        assert names[0] is names[1]
    assert {tag.name for article in noted for tag in article.tags} == {"ai", "札"}
    assert {tag.name for article in noted for tag in article.metadata["tags"]} == {"ai", "札"}
