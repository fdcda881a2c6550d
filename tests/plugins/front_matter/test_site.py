"""The reader within Pelican."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from pelican.log import FatalLogger, LimitFilter
from pelican.plugins import signals
from support.sites import BuiltSite

Build = Callable[..., BuiltSite]
GOOD = "---\ntitle: Good\ndate: 2025-01-15\n---\nText\n"


@pytest.fixture
def build(build_site: Build) -> Build:
    """build_site with the plugin alone; what has been said before is said again."""

    def run(files: dict[str, str | bytes], **settings: Any) -> BuiltSite:
        LimitFilter._raised_messages.clear()
        return build_site(files, **{"PLUGINS": ["front_matter"], "THEME": "simple", **settings})

    return run


@pytest.fixture
def generators() -> list[Any]:
    """Receives the article generator of each build."""
    seen: list[Any] = []
    signals.article_generator_finalized.connect(seen.append, weak=False)
    return seen


def said(site: BuiltSite) -> list[str]:
    """All warnings and errors, with paths from content/ on."""
    return [re.sub(r"^.*/content/", "", text) for text in site.warnings]


def test_all_keys(build: Build, generators: list[Any]) -> None:
    header = """\
title: "札: <b> & more"
date: 2025-01-15 09:00
modified: 2025-02-01
category: AI
tags: [LLM, 札]
description: 1 < 2 & *3* "4"
image: pic.png
image_alt: A picture
slug: my-post
author: Jane
featured: 1
featured_until: 2025-03-01
mood: {calm: 1}
"""
    site = build({"content/a.md": f"---\n{header}---\nBody: this is **text**\n"})
    [article] = generators[0].articles
    assert article.title == "札: <b> & more"
    assert (article.date.isoformat(), article.modified.isoformat()[:10]) == ("2025-01-15T09:00:00+09:00", "2025-02-01")
    assert (article.category.name, [tag.name for tag in article.tags]) == ("AI", ["LLM", "札"])
    assert (article.description, article.summary) == ('1 < 2 & *3* "4"', '<p>1 &lt; 2 &amp; *3* "4"</p>')
    assert (article.image, article.image_alt, article.author.name) == ("pic.png", "A picture", "Jane")
    assert (article.featured, article.featured_until, article.mood) == (1, date(2025, 3, 1), {"calm": 1})
    assert "<p>Body: this is <strong>text</strong></p>" in site.text("my-post.html")
    assert said(site) == []


def test_markdowns_own_metadata(build: Build, generators: list[Any]) -> None:
    head = "Title: 札\nDate: 2025-01-15\nTags: a, b\nAuthors: Doe, J.; Roe\nSummary: *one*\n    two\nDescription: x\nFeatured: true\n"
    site = build({"content/a.md": f"{head}\nNote: **text**\n"})
    [article] = generators[0].articles
    assert [tag.name for tag in article.tags] == ["a", "b"]
    assert [author.name for author in article.authors] == ["Doe, J.", "Roe"]
    assert (article.summary, article.description, article.featured) == ("<p><em>one</em>\ntwo</p>", "x", "true")
    assert article._content == "<p>Note: <strong>text</strong></p>"
    assert said(site) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\ndate: 2025-01-15\n---\n", "bad.md:1: title: a post needs one; write 'title: …'"),
        ("---\ntitle: x\n---\n", "bad.md:1: date: a post needs one; write 'date: …'"),
        ("Title: x\nDate: soon\n", "bad.md:2: date: 'soon' is no date; write it like 2025-01-31 or 2025-01-31 09:00"),
        ("---\ntitle: x\ndate: 2025-01-15\n", "bad.md:1: the header is not closed; end it with a line of just ---"),
        ("just text", "bad.md:1: title: a post needs one; write 'title: …'; also, in line 1, date: a post needs one; write 'date: …'"),
        ("", "bad.md:1: title: a post needs one; write 'title: …'; also, in line 1, date: a post needs one; write 'date: …'"),
        ("---\ntitle: x\n---\n札".encode("cp932"), "bad.md:4: the file is not in UTF-8; save it in that encoding"),
        ("---\ntitle: x\ndate: 2025-01-15\nsettings: x\nslug: [a]\n---\n", "bad.md:5: slug: [a] is a list; write one text"),
    ],
)  # fmt: skip
def test_a_post_that_can_not_be_published(build: Build, text: str | bytes, line: str) -> None:
    site = build({"content/good.md": GOOD, "content/bad.md": text}, STATIC_PATHS=[""])
    errors = [re.sub(r"^.*/content/", "", message) for message in site.messages("ERROR")]
    assert errors == [f"{line} (the post is left out)"]
    assert site.exists("good.html")
    assert not [name for name in site.files() if "bad" in name], "its source is no static file either"


def test_a_page_is_checked_as_well(build: Build) -> None:
    site = build(
        {"content/pages/bad.md": "---\ntitle: [x]\n---\n", "content/pages/ok.md": "---\ntitle: ok\ntags: a\n---\n"}
    )
    assert said(site) == [
        "pages/bad.md:2: title: [x] is a list; write one text (the post is left out)",
        "pages/ok.md:3: tags: 'a' is no list; write [a]",
    ]
    assert site.exists("pages/ok.html")


@pytest.mark.parametrize(("key", "value"), [("slug", "../../etc"), ("save_as", "../etc.html")])
def test_a_post_that_leads_out_of_the_site_has_one_line(build: Build, key: str, value: str) -> None:
    site = build({"content/good.md": GOOD, "content/bad.md": f"---\ntitle: x\ndate: 2025-01-15\n{key}: {value}\n---\n"})
    [line] = said(site)
    assert line.startswith(f"bad.md:4: {key}: {value!r} ")
    assert site.exists("good.html")
    assert not list(site.root.parent.rglob("etc*"))


def test_a_page_may_have_the_empty_url_of_the_home_page(build: Build) -> None:
    home = "---\ntitle: Welcome\nsave_as: index.html\nurl: ''\n---\nText\n"
    site = build({"content/pages/home.md": home}, SITEURL="https://example.org")
    assert said(site) == []
    assert "Welcome" in site.page("").title.text
    assert "welcome.html" not in site.text("")


def test_warnings_name_file_and_line_and_the_post_stays(build: Build) -> None:
    site = build(
        {"content/a.md": "\ufeff\r\n---\r\ntitle: x\r\ndate: 2025-01-15\r\ntype: essay\r\n---\r\nText\r\n"},
        POST_TYPES={"blog": "Blog"},
    )
    assert said(site) == ["a.md:5: type: there is no type 'essay'; allowed: blog"]
    assert "<p>Text</p>" in site.text("x.html")


def test_paths_are_shown_from_where_pelican_runs(build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")
    site = build({"content/a.md": "---\ntitle: x\ndate: 2025-01-15\ntags: a\n---\n"})
    assert site.warnings == ["content/a.md:4: tags: 'a' is no list; write [a]"]


def test_pages_and_drafts_need_no_date(build: Build) -> None:
    text = "---\ntitle: x\n---\nText\n"
    site = build({"content/pages/a.md": text, "content/d.md": text.replace("x", "y\nstatus: draft")})
    assert said(site) == []
    assert site.exists("pages/x.html")
    assert site.exists("drafts/y.html")


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("2025-01-15-a.md", {}),
        ("a.md", {"DEFAULT_DATE": "fs"}),
        ("a.md", {"DEFAULT_METADATA": {"status": "draft"}}),
        ("a.md", {"EXTRA_PATH_METADATA": {"a.md": {"date": datetime(2025, 1, 15)}}}),
    ],
)
def test_metadata_from_elsewhere_counts(build: Build, name: str, settings: dict[str, Any]) -> None:
    site = build({f"content/{name}": "---\ntitle: x\n---\nText\n"}, **settings)
    assert said(site) == []
    assert site.exists("x.html") or site.exists("drafts/x.html")


def test_everything_is_said_again_from_pelicans_cache(build: Build) -> None:
    files = {"content/a.md": GOOD.replace("date", "tags: a\ndate"), "content/b.md": "---\ntitle: x\n---\n"}
    caching = {"CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True}
    first, second = build(files, **caching), build({}, **caching)
    assert sorted(said(first)) == sorted(said(second))
    assert [text.partition(": ")[0] for text in sorted(said(second))] == ["a.md:3", "b.md:1"]


def test_fatal_errors_stop(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FatalLogger, "fatal_lvl", 40)
    with pytest.raises(RuntimeError, match="error encountered"):
        build({"content/b.md": "---\ntitle: x\n---\n"})


@pytest.mark.parametrize("plugins", [["front_matter", "yaml_metadata"], ["yaml_metadata", "front_matter"]])
def test_beside_pelican_yaml_metadata(build: Build, plugins: list[str]) -> None:
    site = build({"content/a.md": GOOD.replace("date", "tags: a\ndate")}, PLUGINS=plugins)
    assert said(site) == ["a.md:3: tags: 'a' is no list; write [a]"]


def test_a_later_plugin_makes_the_html(build: Build) -> None:
    def subclass(readers: Any) -> None:
        before = readers.reader_classes["md"]
        loud = type("LoudReader", (before,), {"to_html": lambda self, body: before.to_html(self, body).upper()})
        readers.reader_classes["md"] = loud

    signals.initialized.connect(lambda _: signals.readers_init.connect(subclass, weak=False), weak=False)
    site = build({"content/a.md": GOOD, "content/b.md": "---\ntitle: x\n---\n"})
    assert "<P>TEXT</P>" in site.text("good.html")
    assert [text[:6] for text in said(site)] == ["b.md:1"]


def test_a_setting_that_can_not_be_used(build: Build) -> None:
    site = build({"content/a.md": GOOD}, FRONT_MATTER_KEYS=3)
    assert site.warnings == ["FRONT_MATTER_KEYS is 3; it must be a list of keys, and none is used"]


def test_names_of_pelican_attributes_stay_its_own(build: Build) -> None:
    site = build({"content/a.md": GOOD.replace("date", "settings: x\ncontent: y\ndate")})
    assert said(site) == [
        "a.md:3: settings: 'x' has a key that Pelican uses itself; choose another one",
        "a.md:4: content: 'y' has a key that Pelican uses itself; choose another one",
    ]
    assert "<p>Text</p>" in site.text("good.html")


def test_a_template_that_is_not_there_is_named_and_replaced(build: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/a.md": "---\ntitle: A\ndate: 2025-01-15\ntemplate: absent\n---\nText\n",
        "content/pages/p.md": "---\ntitle: P\ntemplate: gone/page\n---\nText\n",
        "content/c.md": "---\ntitle: C\ndate: 2025-01-15\ntemplate: base\n---\nText\n",
    }
    site = build(files)
    first, second = said(site)
    assert first.startswith(
        "a.md:4: template: there is no 'absent', so 'article' is used; allowed: archives, article, "
    )
    assert second.startswith("pages/p.md:3: template: there is no 'gone/page', so 'page' is used; allowed: ")
    assert "Text" in site.text("a.html")
    assert "Text" in site.text("pages/p.html")
    assert "Text" not in site.text("c.html")


def test_markdown_is_made_once_where_it_is_needed(build: Build, generators: list[Any]) -> None:
    build({"content/a.md": GOOD})
    readers = generators[0].readers.readers
    assert "_md" in vars(readers["md"])
    assert not any("_md" in vars(readers[ending]) for ending in ("markdown", "mkd", "mdown"))


def test_a_wrong_markdown_setting_stops_the_build(build: Build) -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_extension"):
        build({"content/a.md": GOOD}, MARKDOWN={"extensions": ["no_such_extension"]})
