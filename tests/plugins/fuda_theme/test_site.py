"""Tiny sites with the plugin and nothing else of ours."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from support.sites import ROOT, BuiltSite

THEME = str(ROOT / "themes/fuda")
SITE = "https://a.example/blog"


def text(title: str, day: int, more: str = "") -> str:
    return f"Title: {title}\nDate: 2025-01-{day:02}\nCategory: AI\n{more}\n\nBody of {title}.\n"


FILES: dict[str, str | bytes] = {
    "content/one.md": text("One & <two>", 1, "Slug: one\nTags: llm, cost\nSeries: Parts"),
    "content/two.md": text("Two", 2, "Tags: llm\nSeries: Parts"),
    "content/three.md": text("Three", 3, "Tags: llm"),
    "content/draft.md": text("Draft", 4, "Status: draft"),
    "content/one-en.md": text("One in English", 1, "Lang: en\nSlug: one"),
    "content/pages/about.md": "Title: About\n\nHello.\n",
}
Build = Callable[..., BuiltSite]


@pytest.fixture
def site(build_site: Build) -> Callable[..., BuiltSite]:
    def run(fuda: Any = None, files: Any = None, **settings: Any) -> BuiltSite:
        defaults: dict[str, Any] = {"THEME": THEME, "SITEURL": SITE, "PLUGINS": ["fuda_theme"], "DEFAULT_LANG": "ja"}
        return build_site(files or FILES, FUDA=fuda, **{**defaults, **settings})

    return run


def test_a_post_page_says_all_that_machines_ask(site: Build) -> None:
    built = site()
    assert built.warnings == []
    page = built.page("one.html")
    posting = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"][0]
    assert posting["headline"] == "One & <two>"
    assert page.select_one("link[rel=canonical]")["href"] == f"{SITE}/one.html"
    assert page.select_one('meta[property="og:title"]')["content"] == "One & <two>"
    assert [a.text for a in page.select(".breadcrumbs a")] == ["ホーム", "AI"]
    assert [a.text for a in page.select(".share a")] == ["X", "はてなブックマーク", "Bluesky"]
    assert [li.text for li in page.select(".series li")] == ["One & <two>", "Two"]
    assert [a["href"] for a in page.select(".related a")] == [f"{SITE}/three.html"]
    assert page.select_one(".neighbours a[rel=next]")["href"] == f"{SITE}/two.html"


def test_a_translation_speaks_its_language(site: Build) -> None:
    page = site().page("one-en.html")
    assert page.html["lang"] == "en"
    assert page.select_one(".skip").text == "Skip to the text"
    assert page.select_one(".languages a")["hreflang"] == "ja"
    assert {link["hreflang"] for link in page.select("link[hreflang]")} == {"ja", "en"}
    assert not page.select(".neighbours, .related")


def test_publishing_joins_and_names_by_content(site: Build) -> None:
    built = site()
    page = built.page("index.html")
    styles = [built.text(link["href"].removeprefix(SITE)) for link in page.select("link[rel=stylesheet]")]
    assert len(styles) == 2
    assert not any("@import" in css or "/*" in css for css in styles)
    assert len(built.page("two.html").select("link[rel=stylesheet]")) == 1
    scripts = [built.text(script["src"].removeprefix(SITE)) for script in page.select("script[src]")]
    assert all("import" not in script for script in scripts)


def test_writing_keeps_the_files_as_they_are(site: Build) -> None:
    built = site({"palette": {"accent": ["#123456", "#abcdef"]}}, SITEURL="")
    sheets = [link["href"] for link in built.page("two.html").select("link[rel=stylesheet]")]
    assert sheets == ["/theme/css/fuda.css", "/theme/site.css"]
    assert built.text("theme/site.css") == ":root{--accent:light-dark(#123456,#abcdef);}\n"
    assert not built.exists("sitemap.xml")
    places = [item.text for item in built.page("two.html").select(".share li")]
    assert places == ["リンクをコピー"]  # the post has no address yet


def test_the_sites_own_css_comes_last(site: Build) -> None:
    built = site({"custom_css": "own.css"}, {**FILES, "content/own.css": "p { color: #abcdef }"})
    (name,) = [name for name in built.files() if name.startswith("theme/built/fuda.") and name.endswith(".css")]
    assert built.text(name).endswith("p{color:#abcdef}")


def test_a_missing_css_file_is_named(site: Build) -> None:
    assert "FUDA['custom_css'] is 'gone.css'" in site({"custom_css": "gone.css"}).warnings[0]


def test_the_sitemap_has_what_is_published(site: Build) -> None:
    places = [loc.text.removeprefix(SITE) for loc in site().feed("sitemap.xml")("loc")]
    assert {"/", "/one.html", "/one-en.html", "/two.html", "/tag/llm.html", "/pages/about.html"} <= set(places)
    assert not any("draft" in place or "404" in place for place in places)


def test_a_feed_carries_its_stylesheet(site: Build) -> None:
    built = site(FEED_ALL_ATOM="all.atom.xml")
    assert f'<?xml-stylesheet href="{SITE}/theme/css/feed.css"' in built.text("all.atom.xml")
    assert built.exists("theme/css/feed.css")


def test_a_summary_in_a_feed_is_plain_text(site: Build) -> None:
    files = {"content/one.md": text("One", 1, "Summary: Short & <b>good</b>.")}
    entry = site(None, files, FEED_ALL_ATOM="all.atom.xml").feed("all.atom.xml").entry
    assert entry.summary.text == "Short &amp; good."
    assert "<p>Body of One.</p>" in entry.content.text


def test_comments_and_counters_appear_only_when_set(site: Build) -> None:
    assert "giscus" not in site().text("two.html")
    comments = {"repo": "a/b", "repo_id": "1", "category": "c", "category_id": "2"}
    analytics = {"script": "https://count.example/a.js", "data": {"domain": "a.example"}}
    page = site({"comments": comments, "analytics": analytics}).page("two.html")
    assert page.select_one('script[src="https://giscus.app/client.js"]')["data-repo-id"] == "1"
    assert page.select_one('script[src="https://count.example/a.js"]')["data-domain"] == "a.example"
    assert "https://giscus.app" in page.select_one('meta[http-equiv="Content-Security-Policy"]')["content"]


def test_types_are_on_the_way_to_a_post_when_there_are_some_to_tell_apart(site: Build) -> None:
    def steps(types: dict[str, str]) -> list[str]:
        page = site(PLUGINS=["post_types", "fuda_theme"], POST_TYPES=types).page("drafts/draft.html")
        _, listed = json.loads(page.select_one('script[type="application/ld+json"]').string)["@graph"]
        links = [(a.text, a["href"]) for a in page.select(".breadcrumbs a")]
        assert [(item["name"], item["item"]) for item in listed["itemListElement"][:-1]] == links
        return [name for name, _ in links]

    assert steps({"blog": "Blog"}) == ["ホーム", "AI"]
    assert steps({"blog": "Blog", "news": "News"}) == ["ホーム", "Blog", "AI"]


def test_what_is_hidden_is_not_there(site: Build) -> None:
    hidden = ["breadcrumbs", "series", "neighbours", "theme_switch", "copy_code", "lightbox"]
    page = site({"hide": hidden, "share": [], "related": 0}).page("two.html")
    assert not page.select(".breadcrumbs, .series, .neighbours, .related, .theme-switch, .share, .copy-link")
    assert set(page.body.attrs) == {"data-copied"}


def test_the_sites_words_are_printed(site: Build) -> None:
    fuda = {
        "navigation": [{"title": "本棚", "url": "/books/"}],
        "author": {"name": "いと", "bio": "書く人", "url": "https://ito.example/"},
        "licence": {"title": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "edit_url": "https://git.example/edit/{path}",
        "intro": "紙とインク",
        "copyright": "© いと",
    }
    built = site(fuda)
    page = built.page("two.html")
    assert page.select_one(".site-header nav a")["href"] == f"{SITE}/books/"
    assert page.select_one(".author").get_text(" ", strip=True) == "いと 書く人"
    assert page.select_one(".licence a").text == "CC BY 4.0"
    assert page.select_one(".edit a")["href"] == "https://git.example/edit/two.md"
    assert page.select_one(".site-footer > p").text == "© いと"
    assert "紙とインク" in built.text("index.html")


def test_it_works_in_another_theme(build_site: Build) -> None:
    built = build_site(FILES, PLUGINS=["fuda_theme"], SITEURL=SITE, DEFAULT_LANG="ja")
    assert built.warnings == []
    assert built.exists("robots.txt")
    assert built.exists("sitemap.xml")
    assert "xml-stylesheet" not in "".join(built.text(name) for name in built.files() if name.endswith(".xml"))


def test_a_file_of_the_sites_own_wins(site: Build, tmp_path: Path) -> None:
    files = {**FILES, "content/extra/robots.txt": "User-agent: *\nDisallow: /\n"}
    settings = {"STATIC_PATHS": ["extra"], "EXTRA_PATH_METADATA": {"extra/robots.txt": {"path": "robots.txt"}}}
    assert site(None, files, **settings).text("robots.txt").endswith("Disallow: /\n")


ICONS: dict[str, str | bytes] = {f"content/brand/icon-{size}.png": f"icon {size}".encode() for size in (180, 192, 512)}
ICONS["content/brand/icon.svg"] = "<svg xmlns='http://www.w3.org/2000/svg'/>"


def icon_links(built: BuiltSite) -> list[str]:
    return [link["href"] for link in built.page("two.html").select('link[rel="icon"], link[rel="apple-touch-icon"]')]


def test_the_themes_icons_are_there_and_at_the_root(site: Build) -> None:
    built = site()
    assert [built.exists(url.removeprefix(SITE)) for url in icon_links(built)] == [True] * 3
    with Image.open(built.output / "favicon.ico") as icon:
        assert icon.size == (192, 192)


def test_the_sites_own_icons_take_their_place(site: Build) -> None:
    built = site({"icons": "/brand/"}, {**FILES, **ICONS}, STATIC_PATHS=["brand"])
    assert built.warnings == []
    assert icon_links(built) == [f"{SITE}/brand/{name}" for name in ("icon-192.png", "icon.svg", "icon-180.png")]
    assert (built.output / "favicon.ico").read_bytes().endswith(b"icon 192")
    assert f"{SITE}/brand/icon-512.png" in built.text("theme/manifest.webmanifest")


def test_a_folder_that_lacks_an_icon_is_named_and_not_used(site: Build) -> None:
    files = {name: data for name, data in ICONS.items() if "180" not in name}
    built = site({"icons": "brand"}, {**FILES, **files}, STATIC_PATHS=["brand"])
    (warning,) = built.warnings
    assert "FUDA['icons'] is 'brand'" in warning
    assert "where icon-180.png is missing; the theme's icons are used" in warning
    assert all("/theme/icons/" in url for url in icon_links(built))


def test_hidden_featured_posts_are_in_the_lists_again(site: Build) -> None:
    files = {
        "content/one.md": text("One", 1, "Featured: true"),
        "content/two.md": text("Two", 2),
        "content/three.md": text("Three", 3, "Featured: true\nType: news"),
    }
    settings = {
        "PLUGINS": ["post_types", "featured_posts", "fuda_theme"],
        "POST_TYPES": {"blog": "Blog", "news": {"name": "News", "show_on_home": False}},
        "FEATURED_POSTS_APART": True,
    }

    def lists(built: BuiltSite) -> list[list[str]]:
        wanted = [
            ("index.html", ".featured h3 a"),
            ("index.html", ".posts h3 a"),
            ("news/index.html", ".featured h3 a"),
        ]
        wanted += [("news/index.html", ".posts h2 a")]
        return [[a.text for a in built.page(name).select(chosen)] for name, chosen in wanted]

    assert lists(site(None, files, **settings)) == [["Three", "One"], ["Two"], ["Three"], []]
    assert lists(site({"hide": ["featured"]}, files, **settings)) == [[], ["Three", "Two", "One"], [], ["Three"]]


def test_a_page_in_another_language_says_what_is_in_that_of_the_site(site: Build) -> None:
    files = {
        **FILES,
        "content/pages/about.md": "Title: 紹介\nSlug: about\nLang: ja\n\n文。\n",
        "content/pages/about-en.md": "Title: About\nSlug: about\nLang: en\n\nHello.\n",
        "content/pages/rules.md": "Title: 決まり\nLang: ja\n\n文。\n",
    }
    built = site({"licence": {"title": "表示", "url": "https://a.example/l"}}, files, FEED_ALL_ATOM="all.atom.xml")
    page = built.page("one-en.html")
    own = [a for a in page.select("body a[href]") if a["href"].startswith(SITE)]
    told = {a.text.strip(): (a.get("hreflang"), a.get("lang")) for a in own}
    assert told["決まり"] == told["AI"] == ("ja", "ja")
    assert told["Home"] == told["Feed"] == ("ja", None)
    assert told["About"] == (None, None)
    assert "紹介" not in told
    assert page.select_one(".licence a")["lang"] == "ja"
    assert built.page("pages/about-en.html").select_one(".site-header [aria-current]").text == "About"
    assert not built.page("one.html").select(".site-header [lang], .site-footer [hreflang]")
