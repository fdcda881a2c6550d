"""post_types on tiny sites with Pelican's `simple` theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from support.sites import BuiltSite

TYPES: dict[str, Any] = {
    "blog": "Blog",
    "news": {"name": "News & more", "description": "Of <today>"},
    "note": {"name": "Notes", "show_on_home": False},
}
PAGES = [(1, "{url}", "{save_as}"), (2, "{url}page/{number}/", "{base_name}/page/{number}/index.html")]


def post(title: str, kind: str | None = None, day: int = 1, **extra: str) -> str:
    fields = {"title": title, "date": f"2026-01-{day:02}", **extra}
    if kind is not None:
        fields["type"] = kind
    return "\n".join(f"{key}: {value}" for key, value in fields.items()) + "\n\nText.\n"


@pytest.fixture
def typed_site(build_site: Callable[..., BuiltSite]) -> Callable[..., BuiltSite]:
    """A site of the given posts (name -> text) with three types, unless the settings say otherwise."""

    def run(posts: dict[str, str], **settings: Any) -> BuiltSite:
        files = {f"content/{name}.md": text for name, text in posts.items()}
        return build_site(files, **({"PLUGINS": ["post_types"], "POST_TYPES": TYPES, "THEME": "simple"} | settings))

    return run


def titles(site: BuiltSite, path: str) -> list[str]:
    return [link.get_text() for link in site.page(path).select("article h2 a")]


def test_each_type_has_a_list_page_and_a_feed(typed_site):
    site = typed_site({"a": post("A"), "b": post("B", "news", 2), "c": post("C", "news", 3)})
    assert titles(site, "news/") == ["C", "B"]
    assert titles(site, "blog/") == ["A"]
    feed = site.feed("feeds/type/news.atom.xml")
    assert [entry.title.text for entry in feed.find_all("entry")] == ["C", "B"]
    assert feed.find("link", rel="self")["href"] == "http://localhost/feeds/type/news.atom.xml"
    assert site.warnings == []


def test_the_fallback_template_shows_name_and_description_escaped(typed_site):
    page = typed_site({"b": post("B", "news")}).page("news/")
    assert page.select_one("main h2").text == "News & more"
    assert page.select_one("main p").text == "Of <today>"
    assert page.title.text == "Test - News & more"
    assert page.find("link", href="http://localhost/feeds/type/news.atom.xml")


def test_a_type_without_posts_has_a_page_that_says_so_and_no_feed(typed_site):
    site = typed_site({"a": post("A")})
    assert "No posts yet." in site.text("note/")
    assert not site.exists("feeds/type/note.atom.xml")
    assert "note.atom.xml" not in site.text("note/")


def test_list_pages_are_paginated(typed_site):
    posts = {f"n{day}": post(f"N{day}", "news", day) for day in range(1, 6)}
    site = typed_site(posts, DEFAULT_PAGINATION=2, PAGINATION_PATTERNS=PAGES)
    assert [titles(site, f"news/{path}") for path in ("", "page/2/", "page/3/")] == [["N5", "N4"], ["N3", "N2"], ["N1"]]


def test_list_pages_have_a_page_length_of_their_own(typed_site):
    posts = {f"n{day}": post(f"N{day}", "news", day) for day in range(1, 6)}
    paginated = dict.fromkeys(("index", "tag", "category", "author")) | {"post_type": 4}
    site = typed_site(posts, DEFAULT_PAGINATION=2, PAGINATION_PATTERNS=PAGES, PAGINATED_TEMPLATES=paginated)
    assert len(titles(site, "news/")) == 4


def test_every_page_of_the_home_list_is_full_without_the_hidden_type(typed_site):
    posts = {f"p{day}": post(f"P{day}", "note" if day % 2 else "blog", day) for day in range(1, 9)}
    site = typed_site(posts, DEFAULT_PAGINATION=2, PAGINATION_PATTERNS=PAGES)
    assert titles(site, "") == ["P8", "P6"]
    assert titles(site, "page/2/") == ["P4", "P2"]
    assert not site.exists("page/3/")
    assert "P7" in site.text("archives.html")
    assert len(site.feed("feeds/all.atom.xml").find_all("entry")) == 8


def test_dates_follow_the_home_list(typed_site, tmp_path):
    (tmp_path / "over").mkdir()
    (tmp_path / "over/index.html").write_text("{% for a in dates_page.object_list %}{{ a.title }} {% endfor %}")
    files = {"x": post("X", "note", 5), "y": post("Y", day=1), "z": post("Z", day=2)}
    site = typed_site(files, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "over")], ARTICLE_ORDER_BY="title")
    assert site.text("").split() == ["Z", "Y"]


def test_without_the_setting_the_site_is_that_of_plain_pelican(build_site):
    files = {f"content/{day}.md": post(f"P{day}", day=day, tags="x, y") for day in range(1, 4)}
    plain = build_site(files, PLUGINS=[], THEME="simple", DEFAULT_PAGINATION=2)
    before = {name: plain.text(name) for name in plain.files()}
    ours = build_site(files, PLUGINS=["post_types"], THEME="simple", DEFAULT_PAGINATION=2)
    assert {name: ours.text(name) for name in ours.files()} == before
    assert len(before) > 5


def test_without_the_setting_any_type_is_fine(build_site):
    files = {f"content/{kind}.md": post(kind, kind) for kind in ("note", "news")}
    site = build_site(files, PLUGINS=["front_matter", "post_types"], THEME="simple")
    assert site.warnings == []
    assert sorted(titles(site, "")) == ["news", "note"]
    assert not site.exists("note/")


def test_a_site_without_a_home_page_gets_none(typed_site):
    posts = {"a": post("A")}
    assert not typed_site(posts, DIRECT_TEMPLATES=["archives"]).exists("index.html")
    assert not typed_site(posts, INDEX_SAVE_AS="").exists("index.html")


def test_the_settings_are_as_they_were_after_a_run(typed_site):
    direct = ["index", "archives"]
    site = typed_site({"a": post("A")}, DIRECT_TEMPLATES=direct)
    assert direct == ["index", "archives"]
    (site.output / "index.html").unlink()
    site.pelican.run()
    assert titles(site, "") == ["A"]


@pytest.mark.parametrize("status", ["published", "hidden", "draft"])
def test_a_type_s_own_template_is_used_whatever_the_status(typed_site, tmp_path, status):
    (tmp_path / "over").mkdir()
    (tmp_path / "over/article_news.html").write_text("{{ article.lang }} {{ article.post_type }}")
    posts = {
        "a": post("A", "news", slug="a", status=status),
        "a-fr": post("A", "news", slug="a", lang="fr", status=status),
        "b": post("B", "blog"),
    }
    site = typed_site(posts, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "over")], DEFAULT_LANG="en")
    folder = "drafts/" if status == "draft" else ""
    assert site.text(f"{folder}a.html") == "en News & more"
    assert site.text(f"{folder}a-fr.html") == "fr News & more"
    assert site.page("b.html").select_one("article")


def test_a_post_s_own_template_wins(typed_site, tmp_path):
    (tmp_path / "over").mkdir()
    (tmp_path / "over/article_news.html").write_text("type")
    (tmp_path / "over/mine.html").write_text("mine")
    site = typed_site({"a": post("A", "news", template="mine")}, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "over")])
    assert site.text("a.html") == "mine"


def test_a_template_named_in_the_settings(typed_site, tmp_path):
    (tmp_path / "over").mkdir()
    (tmp_path / "over/short.html").write_text("short {{ article.title }}")
    types = {"blog": {"name": "Blog", "template": "short"}, "news": {"name": "News", "template": "absent"}}
    posts = {"a": post("A"), "n": post("N", "news")}
    site = typed_site(posts, POST_TYPES=types, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "over")])
    assert site.text("a.html") == "short A"
    assert site.page("n.html").select_one("article")
    assert len(site.warnings) == 1
    assert "'absent'" in site.warnings[0]


def test_templates_are_right_for_posts_out_of_pelican_s_cache(typed_site, tmp_path):
    cache = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "CONTENT_CACHING_LAYER": "generator"}
    typed_site({"a": post("A", "news")}, **cache)
    (tmp_path / "over").mkdir()
    (tmp_path / "over/article_news.html").write_text("news")
    site = typed_site({}, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "over")], **cache)
    assert site.text("a.html") == "news"


def test_an_unknown_type_is_one_warning_and_the_default(typed_site):
    site = typed_site({"a": post("A", "nwes")}, POST_TYPES_DEFAULT="news")
    assert len(site.warnings) == 1
    assert "a.md: there is no type 'nwes'" in site.warnings[0]
    assert "blog, news, note" in site.warnings[0]
    assert titles(site, "news/") == ["A"]


@pytest.mark.parametrize("slug", ["", "a/b", "a b", "..", "{x}", 3])
def test_a_slug_that_is_none_is_a_warning(typed_site, slug):
    site = typed_site({"a": post("A")}, POST_TYPES={slug: "X", "blog": "Blog"})
    assert len(site.warnings) == 1
    assert repr(slug) in site.warnings[0]
    assert titles(site, "blog/") == ["A"]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"POST_TYPES": ["blog"]}, "POST_TYPES is ['blog']"),
        ({"POST_TYPES": {"blog": 3}}, "'name': 3"),
        ({"POST_TYPES": {"blog": {"show_on_home": "no"}}}, "'show_on_home': 'no'"),
        ({"POST_TYPES": {"blog": {"nam": "Blog"}}}, "'nam': 'Blog'"),
        ({"POST_TYPES_DEFAULT": "x"}, "POST_TYPES_DEFAULT is 'x'"),
        ({"POST_TYPES_DEFAULT": ["x"]}, "POST_TYPES_DEFAULT is ['x']"),
        ({"POST_TYPES_URL": "types/"}, "POST_TYPES_URL is 'types/'"),
        ({"POST_TYPES_FEED_ATOM": "{type}/{slug}"}, "POST_TYPES_FEED_ATOM is '{type}/{slug}'"),
    ],
)
def test_a_wrong_setting_is_one_warning_and_the_default(typed_site, settings, named):
    site = typed_site({"a": post("A")}, **settings)
    assert len(site.warnings) == 1
    assert named in site.warnings[0]
    assert titles(site, "") == ["A"]


def test_lists_and_feeds_can_be_switched_off_and_moved(typed_site):
    posts = {"a": post("A", "news")}
    site = typed_site(posts, POST_TYPES_SAVE_AS="", POST_TYPES_FEED_ATOM=None)
    assert not [name for name in site.files() if "news" in name]
    patterns = {"POST_TYPES_URL": "k/{slug}.html", "POST_TYPES_SAVE_AS": "k/{slug}.html"}
    assert titles(typed_site(posts, **patterns), "k/news.html") == ["A"]


def test_japanese_slugs_are_encoded_in_urls_only(typed_site):
    posts = {f"a{day}": post(f"A{day}", "告知", day) for day in (1, 2)}
    site = typed_site(posts, POST_TYPES={"告知": "お知らせ"}, DEFAULT_PAGINATION=1, PAGINATION_PATTERNS=PAGES)
    assert (site.output / "告知/page/2/index.html").is_file()
    assert site.page("告知/").find("a", href="/%E5%91%8A%E7%9F%A5/page/2/")
    assert site.exists("feeds/type/告知.atom.xml")


def test_relative_urls(typed_site):
    page = typed_site({"a": post("A", "news")}, RELATIVE_URLS=True).page("news/")
    assert page.select_one("article h2 a")["href"] == "../a.html"
