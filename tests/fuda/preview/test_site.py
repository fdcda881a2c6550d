"""The kept site: its pages are a build's, before and after every kind of change."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pelican.log import console
from rich import get_console
from support.demo import copy_demo
from support.sites import ROOT, BuiltSite, site_settings, write_files

from fuda.preview.changes import Change, Kind, Places
from fuda.preview.pages import unpublished_page
from fuda.preview.site import Site
from fuda.preview.waiting import status_at


def post(title: str, body: str, extra: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2024-03-0{len(title) % 9 + 1}\ntags: [話題, C++]\n{extra}---\n\n{body}\n"


FILES: dict[str, str | bytes] = {
    "content/posts/one.md": post("One", "### 見出し\n\nFirst text. [two](two.md)", "featured: true\n"),
    "content/posts/two.md": post("Second", "Second text.\n\n[[ogp:https://example.org/]]"),
    "content/posts/three.md": post("Thirds", "### A\n\n### B\n\nThird text."),
    "content/posts/draft.md": post("Draft", "Not yet.", "status: draft\n"),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho.\n",
}


@dataclass
class Previewed:
    """A preview's site beside the folder that it shows, and builds of that folder."""

    site: Site
    places: Places
    build_site: Callable[..., BuiltSite]
    root: Path
    settings: dict[str, Any] = field(default_factory=dict)

    def save(self, name: str, text: str) -> Kind:
        path, edited = self.root / name, (self.root / name).exists()
        path.write_text(text, encoding="utf-8")
        return self.site.update([Change(path, edited)], self.places)

    def assert_same_as_a_build(self) -> None:
        texts = {name: self.site.render(name) for name in self.site.names()}
        files = {
            path.relative_to(self.site.output).as_posix() for path in self.site.output.rglob("*") if path.is_file()
        }
        self.site.close()
        built = self.build_site({}, conf="pelicanconf.py", **CARDS, **self.settings)
        assert len(texts) > 15
        assert texts == {name: built.text(name) for name in texts}
        assert set(built.files()) == files | set(texts)


CARDS: dict[str, Any] = {"OGP_CARDS_OFFLINE": True}


@pytest.fixture
def preview(build_site: Callable[..., BuiltSite], tmp_path: Path) -> Previewed:
    root = tmp_path / "site"
    write_files(root, FILES)
    settings = site_settings(root, "pelicanconf.py", CARDS)
    output = tmp_path / "scratch"
    output.mkdir()
    site = Site(settings, output)
    site.build()
    places = Places((), root / "content", Path(settings["THEME"]), tuple(map(Path, settings["PLUGIN_PATHS"])))
    return Previewed(site, places, build_site, root)


def test_every_page_is_that_of_a_build(preview: Previewed) -> None:
    preview.assert_same_as_a_build()


@pytest.mark.parametrize("relative", [False, True])
def test_the_whole_demo_is_that_of_a_build(
    build_site: Callable[..., BuiltSite], tmp_path: Path, relative: bool
) -> None:
    root, output = tmp_path / "site", tmp_path / "scratch"
    settings = {"RELATIVE_URLS": relative}
    output.mkdir()
    copy_demo(root)
    site = Site(site_settings(root, "pelicanconf.py", settings), output)
    site.build()
    assert site.problems == []
    Previewed(site, Places((), root / "content", root, ()), build_site, root, settings).assert_same_as_a_build()


def test_a_new_text_takes_the_quick_way(preview: Previewed) -> None:
    assert (
        preview.save(
            "content/posts/one.md", post("One", "### 別の見出し\n\nNew text. [two](two.md)", "featured: true\n")
        )
        is Kind.POST
    )
    assert "New text." in (preview.site.render("posts/one/index.html") or "")
    preview.assert_same_as_a_build()


def test_a_new_card_is_plain_in_feeds_also_the_quick_way(preview: Previewed) -> None:
    second = post("Second", "Second text.\n\n[[ogp:https://example.org/]]\n\n[[ogp:https://example.com/new]]")
    assert preview.save("content/posts/two.md", second) is Kind.POST
    assert "example.com/new" in (preview.site.render("feeds/all.atom.xml") or "")
    preview.assert_same_as_a_build()


@pytest.mark.parametrize(
    "changed",
    [
        post("One", "First text."),
        post("Renamed", "### 見出し\n\nFirst text.", "featured: true\n"),
        post("One", "Text.", "type: news\n"),
        post("One", "Text.", "status: draft\n"),
        post("One", "[three](three.md)", "featured: true\n"),
    ],
    ids=["not featured", "title", "type", "draft", "links"],
)
def test_other_changes_are_right_everywhere(preview: Previewed, changed: str) -> None:
    assert preview.save("content/posts/one.md", changed) is Kind.SITE
    preview.assert_same_as_a_build()


def test_new_and_deleted_posts(preview: Previewed) -> None:
    assert preview.save("content/posts/four.md", post("Fourth", "Four.")) is Kind.SITE
    assert preview.site.render("posts/four/index.html")
    (preview.root / "content/posts/two.md").unlink()
    preview.site.update([Change(preview.root / "content/posts/two.md", edited=False)], preview.places)
    assert preview.site.render("posts/two/index.html") is None
    assert "Second text." not in (preview.site.render("feeds/all.atom.xml") or "")


def test_a_mistake_is_told_and_the_last_good_page_stays(preview: Previewed) -> None:
    good = preview.site.render("posts/three/index.html")
    preview.save("content/posts/three.md", "---\ntitle: [unclosed\n---\n\nText.\n")
    assert preview.site.render("posts/three/index.html") == good
    assert any("three.md" in problem.message for problem in preview.site.problems)
    preview.save("content/posts/three.md", post("Thirds", "Mended."))
    assert preview.site.problems == []
    assert "Mended." in (preview.site.render("posts/three/index.html") or "")


def test_a_link_to_nothing_is_told_with_file_and_line(preview: Previewed) -> None:
    preview.save("content/posts/three.md", post("Thirds", "First line.\n\n[gone](nowhere.md)"))
    assert [(p.level, "three.md:9" in p.message) for p in preview.site.problems] == [("warning", True)]
    preview.save("content/posts/three.md", post("Thirds", "First line."))
    assert preview.site.problems == []


def test_drafts_are_there_and_listed(preview: Previewed) -> None:
    assert "Not yet." in (preview.site.render("drafts/posts/draft/index.html") or "")
    assert [content.title for content in preview.site.unpublished()] == ["Draft"]


def test_a_first_card_is_plain_in_feeds_also_the_quick_way(preview: Previewed) -> None:
    assert (
        preview.save("content/posts/three.md", post("Thirds", "### A\n\n[[ogp:https://example.com/first]]"))
        is Kind.POST
    )
    preview.assert_same_as_a_build()


def test_a_file_of_two_posts_stays_where_it_is(build_site: Callable[..., BuiltSite], tmp_path: Path) -> None:
    root, output = tmp_path / "site", tmp_path / "scratch"
    output.mkdir()
    second = post("Other", "Second. [file](shared.txt)")
    files = {
        "content/posts/shared.txt": "Text.",
        "content/posts/one.md": post("One", "First. [file](shared.txt)"),
        "content/posts/two.md": second,
    }
    write_files(root, files)
    site = Site(site_settings(root, "pelicanconf.py", CARDS), output)
    site.build()
    preview = Previewed(site, Places((), root / "content", root / "theme", ()), build_site, root)
    assert preview.save("content/posts/two.md", second + "More.\n") is Kind.POST
    preview.assert_same_as_a_build()


def test_an_editors_lock_is_no_post(preview: Previewed) -> None:
    (preview.root / "content/posts/.#one.md").symlink_to("somebody@some.host:1")
    preview.save("content/posts/four.md", post("Fourth", "Four."))
    assert preview.site.problems == []
    preview.assert_same_as_a_build()


def test_a_deleted_stylesheet_is_gone(preview: Previewed, tmp_path: Path) -> None:
    places = replace(preview.places, theme=tmp_path / "theme")
    style, served = places.theme / "static/css/own.css", preview.site.output / "theme/css/own.css"
    write_files(places.theme, {"static/css/own.css": "p { color: red }"})
    assert preview.site.update([Change(style, edited=False)], places) is Kind.STYLE
    assert served.read_text() == style.read_text()
    style.unlink()
    assert preview.site.update([Change(style, edited=False)], places) is Kind.STYLE
    assert not served.exists()


def test_the_last_card_of_a_post_is_gone_everywhere(preview: Previewed) -> None:
    preview.save("content/posts/two.md", post("Second", "Second text."))
    preview.assert_same_as_a_build()


def test_a_future_post_is_there_marked_and_listed(preview: Previewed) -> None:
    preview.save("content/posts/later.md", "---\ntitle: Later\ndate: 2999-01-01\n---\n\nIn good time.\n")
    page = preview.site.render("drafts/posts/later/index.html") or ""
    assert "In good time." in page
    assert 'class="draft"' in page
    assert {content.title for content in preview.site.unpublished()} == {"Draft", "Later"}
    assert "waits for 2999-01-01 00:00" in unpublished_page(preview.site.unpublished())
    assert status_at("drafts/posts/later/index.html", preview.site.unpublished()) == "waits for 2999-01-01 00:00"
    assert status_at("drafts/posts/draft/index.html", preview.site.unpublished()) == "draft"
    assert "Later" not in (preview.site.render("index.html") or "")


def test_a_full_disk_is_told_and_the_last_good_pages_stay(preview: Previewed, monkeypatch: pytest.MonkeyPatch) -> None:
    for each in (console, get_console()):
        monkeypatch.setattr(each, "quiet", True)  # what they print goes into a file here
    good, text = preview.site.render("index.html"), post("Fourth", "Four.")
    path = preview.root / "content/posts/four.md"
    path.write_text(text, encoding="utf-8")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))  # no file can grow any more
    try:
        preview.site.update([Change(path, edited=False)], preview.places)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert preview.site.render("index.html") == good
    assert [problem for problem in preview.site.problems if "too large" in problem.message]
    preview.site.update([Change(path, edited=True)], preview.places)
    assert preview.site.problems == []
    preview.assert_same_as_a_build()


WARNED = post("Thirds", "Third text. ![](nix.png)")
"""Something is wrong, and nothing that keeps a page from being made."""


def test_what_is_gone_is_gone_also_beside_a_warning(preview: Previewed) -> None:
    preview.save("content/posts/three.md", WARNED)
    assert preview.site.problems
    new = preview.root / "content/posts/new.md"
    preview.save("content/posts/new.md", post("New", "New.").replace("話題", "新しい"))
    assert preview.site.render("posts/new/index.html")
    assert preview.site.render("tag/新しい/index.html")
    preview.save("content/posts/new.md", post("New", "New.", "slug: other\n"))
    assert preview.site.render("posts/new/index.html") is None
    assert preview.site.render("tag/新しい/index.html") is None
    assert preview.site.render("posts/other/index.html")
    preview.save("content/posts/new.md", post("New", "New.", "slug: other\nstatus: draft\n"))
    assert preview.site.render("posts/other/index.html") is None
    assert preview.site.render("drafts/posts/other/index.html")
    new.unlink()
    preview.site.update([Change(new, edited=False)], preview.places)
    assert preview.site.render("drafts/posts/other/index.html") is None


def test_a_post_that_is_left_out_stays_as_it_was_at_its_last_address(preview: Previewed) -> None:
    preview.site.render("posts/three/index.html")
    preview.save("content/posts/three.md", post("Thirds", "Third text.", "slug: third\n"))
    good = preview.site.render("posts/third/index.html")
    preview.save("content/posts/three.md", "---\ntitle: [unclosed\n---\n\nText.\n")
    preview.save("content/posts/new.md", post("New", "New."))
    assert preview.site.render("posts/third/index.html") == good
    assert preview.site.render("posts/three/index.html") is None
    preview.save("content/posts/three.md", post("Thirds", "Third text."))
    assert preview.site.render("posts/third/index.html") is None


def test_a_feed_that_was_read_does_not_outlive_its_tag(preview: Previewed) -> None:
    preview.save("content/posts/three.md", post("Thirds", "Third text.").replace("話題", "孤独"))
    feed = "feeds/tag/孤独.atom.xml"
    assert "Third text." in (preview.site.render(feed) or "")
    preview.save("content/posts/three.md", post("Thirds", "Third text."))
    assert preview.site.render(feed) is None
    assert not (preview.site.output / feed).exists()


def files(site: Site) -> set[str]:
    return {path.relative_to(site.output).as_posix() for path in site.output.rglob("*") if path.is_file()}


def test_copied_files_are_where_they_would_be_now_and_nowhere_else(preview: Previewed) -> None:
    picture = (ROOT / "content/images/covers/kinsoku.webp").read_bytes()
    write_files(preview.root, {"content/posts/pic.png": picture})
    linking, covered = post("Thirds", "![](pic.png)"), post("Thirds", "Third text.", "image: pic.png\n")
    preview.save("content/posts/three.md", linking)
    assert "posts/three/pic.png" in files(preview.site)
    preview.save("content/posts/three.md", linking.replace("tags:", "slug: third\ntags:"))
    assert {name for name in files(preview.site) if name.endswith("pic.png")} == {"posts/third/pic.png"}
    preview.save("content/posts/three.md", covered)
    assert any(name.startswith("cards/") for name in files(preview.site))
    preview.save("content/posts/three.md", post("Thirds", "Third text."))
    assert {name for name in files(preview.site) if name.startswith(("cards/", "posts/"))} == set()


def test_a_run_that_fails_leaves_the_files_and_whatever_is_written_later_where_they_are(
    preview: Previewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = files(preview.site)
    with monkeypatch.context() as patched:
        patched.setattr(preview.site._pelican, "_get_writer", lambda: 1 / 0)
        preview.save("content/posts/four.md", post("Fourth", "Four."))
    assert [problem for problem in preview.site.problems if "ZeroDivisionError" in problem.message]
    assert files(preview.site) == before
    preview.save("content/posts/three.md", post("Thirds", "Third text.", "category: 研究\n"))
    preview.site.settle()
    assert "研究" in (preview.site.render("posts/three/index.html") or "")
    preview.save("content/posts/five.md", post("Fifth", "Five."))
    preview.assert_same_as_a_build()


def test_a_post_is_published_when_its_time_comes(preview: Previewed) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1.5)
    preview.save("content/posts/soon.md", f"---\ntitle: Soon\ndate: {soon.isoformat()}\n---\n\nIn good time.\n")
    assert preview.site.render("drafts/posts/soon/index.html")
    assert not preview.site.is_due()
    time.sleep(1.6)
    assert preview.site.is_due()
    assert preview.site.update([], preview.places) is Kind.SITE
    assert not preview.site.is_due()
    preview.assert_same_as_a_build()


def test_content_that_is_moved_away_is_told_and_the_site_stays_until_it_is_back(preview: Previewed) -> None:
    content = preview.root / "content"
    before = preview.site.render("posts/three/index.html")
    content.rename(preview.root / "away")
    preview.site.update([Change(content, edited=False)], preview.places)
    assert [problem.message for problem in preview.site.problems if "the folder is gone" in problem.message]
    assert preview.site.render("posts/three/index.html") == before
    (preview.root / "away").rename(content)
    preview.site.update([Change(content / "posts/three.md", edited=False)], preview.places)
    assert preview.site.problems == []
    preview.assert_same_as_a_build()
