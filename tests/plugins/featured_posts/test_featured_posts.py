"""featured_posts on tiny sites with Pelican's `simple` theme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock
from zoneinfo import ZoneInfo

import pytest
from support.sites import BuiltSite

from featured_posts.plugin import feature_articles

BASE = "{% for a in featured_articles %}{{ a.title }}:{{ a.featured_rank }} {% endfor %}"


def post(title: str, day: int = 1, **fields: Any) -> str:
    lines = {"title": title, "date": f"2026-01-{day:02}", **fields}
    return "\n".join(f"{key}: {value}" for key, value in lines.items()) + "\n\nText.\n"


@pytest.fixture
def featured_site(build_site: Callable[..., BuiltSite], tmp_path) -> Callable[..., BuiltSite]:
    """A site of the given posts (name -> text) whose pages show nothing but the featured posts."""
    (tmp_path / "over").mkdir()
    (tmp_path / "over/base.html").write_text(BASE + "{% block content %}{% endblock %}")
    (tmp_path / "over/404.html").write_text(BASE)

    def run(posts: dict[str, str], **settings: Any) -> BuiltSite:
        files = {f"content/{name}.md": text for name, text in posts.items()}
        overrides = [str(tmp_path / "over")]
        base = {"PLUGINS": ["featured_posts"], "THEME": "simple", "THEME_TEMPLATES_OVERRIDES": overrides}
        return build_site(files, **(base | settings))

    return run


def featured(site: BuiltSite, path: str = "archives.html") -> list[str]:
    return [word for word in site.text(path).split("<", 1)[0].split() if ":" in word]


def home_list(site: BuiltSite, path: str = "") -> list[str]:
    return [link.text for link in site.page(path).select("article h2 a")]


def test_featured_posts_are_in_every_template(featured_site):
    posts = {
        "a": post("A", 1, featured="true"),
        "b": post("B", 2, featured="2"),
        "c": post("C", 3, featured="1"),
        "d": post("D", 4),
        "pages/about": "title: About\n\nText.\n",
    }
    site = featured_site(posts, DIRECT_TEMPLATES=["index", "archives", "404"])
    for path in ("", "archives.html", "a.html", "pages/about.html", "404.html", "category/misc.html"):
        assert featured(site, path) == ["C:1", "B:2", "A:None"]
    assert site.warnings == []


def test_only_published_posts_of_the_main_language(featured_site):
    posts = {
        "a": post("A", slug="a", featured="true"),
        "a-fr": post("A-fr", slug="a", lang="fr", featured="true"),
        "draft": post("Draft", status="draft", featured="true"),
        "hidden": post("Hidden", status="hidden", featured="true"),
        "future": "title: Future\ndate: 9000-01-01\nfeatured: true\n\nText.\n",
    }
    assert featured(featured_site(posts, DEFAULT_LANG="en")) == ["A:None"]
    assert featured(featured_site(posts, DEFAULT_LANG="en", WITH_FUTURE_DATES=False)) == ["A:None"]


def test_at_the_most_so_many(featured_site):
    posts = {f"p{day}": post(f"P{day}", day, featured="true") for day in range(1, 6)}
    assert featured(featured_site(posts)) == ["P5:None", "P4:None", "P3:None"]
    assert featured(featured_site(posts, FEATURED_POSTS_MAX=1)) == ["P5:None"]
    assert featured(featured_site(posts, FEATURED_POSTS_MAX=0)) == []


def test_a_last_day(featured_site):
    posts = {
        "past": post("Past", featured="true", featured_until="2026-01-02"),
        "long": post("Long", featured="true", featured_until="9000-01-01"),
    }
    assert featured(featured_site(posts)) == ["Long:None"]


@pytest.mark.parametrize(("zone", "is_featured"), [("Asia/Tokyo", False), ("America/New_York", True)])
def test_the_last_day_ends_where_the_site_is(zone, is_featured):
    metadata = {"featured": True, "featured_until": date(2026, 3, 31)}
    article = Mock(metadata=metadata, date=datetime(2026, 1, 1, tzinfo=UTC))
    generator = SimpleNamespace(settings={"TIMEZONE": zone}, context={}, articles=[article])
    feature_articles(generator, datetime(2026, 4, 1, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone)
    assert bool(generator.context["featured_articles"]) is is_featured


def test_the_home_list_is_full_and_repeats_none_of_them(featured_site):
    posts = {f"p{day}": post(f"P{day}", day) for day in range(1, 7)} | {"top": post("Top", 5, featured="1")}
    settings = {"PLUGINS": ["post_types", "featured_posts"], "FEATURED_POSTS_APART": True, "DEFAULT_PAGINATION": 3}
    site = featured_site(posts, **settings)
    assert home_list(site) == ["P6", "P5", "P4"]
    assert home_list(site, "index2.html") == ["P3", "P2", "P1"]
    together = featured_site(posts, **settings | {"FEATURED_POSTS_APART": False})
    assert "Top" in home_list(together)


def test_more_than_the_limit_stay_in_the_list(featured_site):
    posts = {f"p{day}": post(f"P{day}", day, featured="true") for day in (1, 2)}
    settings = {"PLUGINS": ["post_types", "featured_posts"], "FEATURED_POSTS_APART": True, "FEATURED_POSTS_MAX": 1}
    assert home_list(featured_site(posts, **settings)) == ["P1"]


def test_a_home_page_of_featured_posts_only(featured_site):
    posts = {"a": post("A", featured="true")}
    site = featured_site(posts, PLUGINS=["post_types", "featured_posts"], FEATURED_POSTS_APART=True)
    assert home_list(site) == []
    assert featured(site, "") == ["A:None"]


def test_each_type_has_its_own(featured_site, tmp_path):
    template = "{% for a in post_type.featured_articles %}{{ a.title }} {% endfor %}"
    (tmp_path / "over/post_type.html").write_text(template)
    types = {"blog": "Blog", "note": {"name": "Note", "show_on_home": False}}
    posts = {
        "a": post("A", 1, featured="true"),
        "b": post("B", 2, featured="true"),
        "c": post("C", 3, featured="1", type="note"),
    }
    plugins = ["post_types", "featured_posts"]
    site = featured_site(posts, PLUGINS=plugins, POST_TYPES=types, FEATURED_POSTS_MAX=2)
    assert site.text("blog/").split() == ["B", "A"]
    assert site.text("note/").split() == ["C"]
    assert featured(site) == ["C:1", "B:None"]


def test_the_list_of_a_type_repeats_none_of_its_own(featured_site):
    posts = {f"p{day}": post(f"P{day}", day, type="news") for day in range(1, 7)}
    posts["top"] = post("Top", 5, type="news", featured="1")
    settings = {
        "PLUGINS": ["post_types", "featured_posts"],
        "POST_TYPES": {"blog": "Blog", "news": "News"},
        "DEFAULT_PAGINATION": 3,
    }
    apart = featured_site(posts, FEATURED_POSTS_APART=True, **settings)
    assert home_list(apart, "news/") == ["P6", "P5", "P4"]
    assert home_list(apart, "news/index2.html") == ["P3", "P2", "P1"]
    assert "Top" in apart.text("feeds/type/news.atom.xml")
    assert "Top" in home_list(featured_site(posts, **settings), "news/")


def test_a_type_of_featured_posts_only_shows_each_once(build_site):
    posts = {"content/posts/a.md": post("札の話", type="news", featured="true")}
    page = build_site(posts, conf="pelicanconf.py").page("news/")
    assert [heading.get_text() for heading in page.select("main h2, main h3")][1:] == ["札の話"]
    assert not page.select("ul.posts")


def test_a_value_that_is_none_is_one_warning(featured_site):
    site = featured_site({"a": post("A", featured="very"), "b": post("B", featured="1", featured_until="soon")})
    assert featured(site) == []
    assert [warning.split(";")[0] for warning in site.warnings] == [
        f"{site.root}/content/a.md: featured is 'very'",
        f"{site.root}/content/b.md: featured_until is 'soon'",
    ]


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("FEATURED_POSTS_MAX", -1, "a whole number"),
        ("FEATURED_POSTS_MAX", "3", "a whole number"),
        ("FEATURED_POSTS_APART", "no", "True or False"),
    ],
)
def test_a_wrong_setting_is_one_warning_and_the_default(featured_site, key, value, allowed):
    site = featured_site({"a": post("A", featured="1")}, **{key: value})
    assert len(site.warnings) == 1
    assert f"{key} is {value!r}; it must be {allowed}" in site.warnings[0]
    assert featured(site) == ["A:1"]
