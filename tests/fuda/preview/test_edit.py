"""The short ways of a saved post: what changes in place, what does not, and that every page is right after either."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pelican.contents import Page
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Category, Tag
from support.previews import FILES, Kept, assert_as_new, begun, everything, post, replaced, with_line
from support.sites import BuiltSite, site_settings, write_files

from fuda.preview.alone import NotQuickError
from fuda.preview.changes import Change, Kind, Places
from fuda.preview.noting import clashing
from fuda.preview.problems import Problem
from fuda.preview.quick import Own, differing, only_printed
from fuda.preview.site import Site

Edit = tuple[str, Callable[[str], str]]
IN_PLACE: dict[str, Edit] = {
    "title": ("one.md", replaced("title: One", "title: 新しい題")),
    "title of a page": ("../pages/about.md", replaced("title: About", "title: Who we are")),
    "title of a draft": ("draft.md", replaced("title: Draft", "title: Drafted")),
    "title of a translation": ("one.en.md", replaced("title: One", "title: Uno")),
    "title of a featured post": ("four.md", replaced("title: Four", "title: 4")),
    "description": ("one.md", with_line("description: In short.")),
    "summary": ("one.md", with_line("summary: 'In *short*: [two]({filename}two.md)'")),
    "title and text": ("two.md", lambda text: text.replace("title: Two", "title: 2") + "\n### More\n"),
    "new tag": ("more-3.md", replaced("[話題]", "[話題, 新しい]")),
    "new tag in front": ("more-14.md", replaced("[話題]", "[新しい, 話題]")),
    "tag of others": ("more-3.md", replaced("[話題]", "[話題, C++]")),
    "other tag": ("more-14.md", replaced("[話題]", "[C++]")),
    "order of tags": ("one.md", replaced("[話題, C++]", "[C++, 話題]")),
    "last use of a tag": ("three.md", replaced("[C++, 孤独]", "[C++]")),
    "no tags": ("more-5.md", replaced("tags: [話題]\n", "")),
    "tags of a draft": ("draft.md", replaced("[話題]", "[話題, C++, 未定]")),
    "tags of a translation": ("one.en.md", replaced("[talk]", "[talk, C++]")),
    "first tags": ("hidden.md", with_line("tags: [話題]")),
    "title, tags and text": (
        "more-9.md",
        lambda text: text.replace("title: More 9", "title: 9").replace("[話題]", "[C++, 九]") + "\nNine.\n",
    ),
    "tags and a new card": (
        "one.md",
        lambda text: text.replace("[話題, C++]", "[話題]") + "\n[[ogp:https://example.org/new]]\n",
    ),
}


def saved(kept: Kept, edit: Edit) -> tuple[Kind, bool]:
    """What was done, and whether all pages stayed planned as they were."""
    file, change = edit
    writer = kept.site._made.writer
    kind = kept.save(file, change((kept.root / "content/posts" / file).read_text(encoding="utf-8")))
    return kind, kept.site._made.writer is writer


@pytest.mark.parametrize("name", IN_PLACE)
def test_what_lists_only_print_and_tags_are_taken_over_in_place(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        everything(site)  # so that there is something to be outdated
        assert saved(kept, IN_PLACE[name]) == (Kind.LISTS, True)
        assert_as_new(kept, tmp_path, {})


def test_edits_in_place_and_others_follow_on_each_other(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    category = ("more-3.md", with_line("category: 研究"))
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        again = ("three.md", replaced("[C++]", "[C++, 孤独]"))
        ways = [saved(kept, IN_PLACE[name])[1] for name in ("new tag", "title", "last use of a tag")]
        ways += [saved(kept, edit)[1] for edit in (again, category, IN_PLACE["no tags"], IN_PLACE["other tag"])]
        assert ways == [True, True, True, True, False, True, True]
        assert_as_new(kept, tmp_path, {})


@pytest.mark.parametrize(("posts", "shrinks"), [(10, False), (11, False), (11, True)])
def test_a_list_of_a_tag_grows_and_shrinks_by_a_page(tmp_path: Path, posts: int, shrinks: bool) -> None:
    root, grown = tmp_path / "site", replaced("[話題]", "[話題, 目]")
    write_files(root, FILES)
    for number in range(1, posts):
        file = root / f"content/posts/more-{number}.md"
        file.write_text(grown(file.read_text(encoding="utf-8")), encoding="utf-8")
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        assert ("tag/目/page/2/index.html" in site.names()) is False
        assert saved(kept, ("more-11.md", grown)) == (Kind.LISTS, True)
        assert ("tag/目/page/2/index.html" in site.names()) is (posts > 10)
        if shrinks:
            assert saved(kept, ("more-2.md", replaced("[話題, 目]", "[話題]"))) == (Kind.LISTS, True)
            assert "tag/目/page/2/index.html" not in site.names()
        assert_as_new(kept, tmp_path, {})


SORTED: dict[str, tuple[Edit, dict[str, Any]]] = {
    "posts go by title": (IN_PLACE["title"], {"ARTICLE_ORDER_BY": "reversed-title"}),
    "posts go by a function": (IN_PLACE["title"], {"ARTICLE_ORDER_BY": lambda article: article.title}),
    "links are relative": (IN_PLACE["new tag"], {"RELATIVE_URLS": True}),
    "a tag is written in another way": (("more-3.md", replaced("[話題]", "[c++]")), {}),
    "a page has no list of its tags": (("../pages/about.md", with_line("tags: [目]")), {}),
    "a tag of a draft is written in another way": (("more-3.md", replaced("[話題]", "[OTHER]")), {}),
    "a date changes as well": (
        ("more-3.md", lambda text: text.replace("[話題]", "[目]").replace("2024-03-03", "2024-02-03")),
        {},
    ),
}


@pytest.mark.parametrize("name", SORTED)
def test_what_decides_about_lists_sorts_them_anew(tmp_path: Path, name: str) -> None:
    root, (edit, settings) = tmp_path / "site", SORTED[name]
    write_files(root, FILES)
    draft = root / "content/posts/draft.md"
    draft.write_text(draft.read_text(encoding="utf-8").replace("[話題]", "[話題, Other]"), encoding="utf-8")
    with begun(root, tmp_path / "kept", settings) as site:
        kept = Kept(site, root)
        assert saved(kept, edit) == (Kind.LISTS, False)
        assert_as_new(kept, tmp_path, settings)


def test_a_tag_whose_page_another_one_has_is_found(tmp_path: Path) -> None:
    root, settings = tmp_path / "site", {"TAG_SAVE_AS": "{slug}/index.html", "TAG_URL": "{slug}/"}
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", settings) as site:
        kept = Kept(site, root)
        assert saved(kept, ("more-3.md", replaced("[話題]", "[about]")))[1] is False
        site.settle()
        assert_as_new(kept, tmp_path, settings)


@pytest.mark.parametrize("mended", [False, True])
def test_a_problem_between_two_posts_outlives_a_new_text_of_one(tmp_path: Path, mended: bool) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        assert saved(kept, ("more-3.md", replaced("[話題]", "[c++]"))) == (Kind.LISTS, False)
        assert saved(kept, ("more-3.md", replaced("Text 3.", "Other text."))) == (Kind.POST, True)
        assert any("'c++'" in problem.message for problem in site.problems)
        if mended:
            assert saved(kept, ("more-3.md", replaced("[c++]", "[C++]"))) == (Kind.LISTS, False)
        assert_as_new(kept, tmp_path, {})


def test_copies_of_the_context_follow(tmp_path: Path) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", {}) as site:
        saved(Kept(site, root), IN_PLACE["new tag"])
        writer = site._made.writer
        assert writer
        first, *copies = writer.contexts()
        assert copies
        assert all(each[name] is first[name] for each in copies for name in ("tags", "fuda"))


EVERY: dict[str, Edit] = {
    "title": ("one.md", replaced("title: One", "title: 新しい題")),
    "tags": ("one.md", replaced("[話題, C++]", "[話題, 新しい]")),
    "category": ("two.md", with_line("category: 研究")),
    "date": ("more-2.md", replaced("2024-03-02", "2021-12-31")),
    "slug": ("more-2.md", with_line("slug: other")),
    "status": ("more-2.md", with_line("status: draft")),
    "no draft any more": ("draft.md", replaced("status: draft\n", "")),
    "featured": ("more-5.md", with_line("featured: 1")),
    "not featured": ("one.md", replaced("featured: true\n", "")),
    "type": ("three.md", replaced("type: news", "type: note")),
    "series": ("more-5.md", with_line("series: 連載")),
    "text": ("two.md", replaced("Second.", "Another text.")),
}


def assert_as_built(kept: Kept, build_site: Callable[..., BuiltSite]) -> None:
    found = {name: kept.site.render(name) for name in kept.site.names()}
    kept.site.close()
    built = build_site({}, conf="pelicanconf.py", **SETTINGS)
    assert {name for name in found if found[name] != built.text(name)} == set()
    assert {name for name in built.files() if name.endswith((".html", ".xml"))} - {"sitemap.xml"} == set(found)
    assert (kept.site.output / "sitemap.xml").read_text(encoding="utf-8") == built.text("sitemap.xml")


SETTINGS: dict[str, Any] = {"OGP_CARDS_OFFLINE": True, "SITEURL": "https://example.com"}


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    root, output = tmp_path / "site", tmp_path / "scratch"
    write_files(root, FILES)
    output.mkdir()
    site = Site(site_settings(root, "pelicanconf.py", SETTINGS), output)
    site.build()
    everything(site)
    return Kept(site, root)


@pytest.mark.parametrize("name", EVERY)
def test_after_each_kind_of_edit_all_is_that_of_a_build(
    kept: Kept, name: str, build_site: Callable[..., BuiltSite]
) -> None:
    saved(kept, EVERY[name])
    assert_as_built(kept, build_site)


def test_after_new_and_deleted_posts_all_is_that_of_a_build(kept: Kept, build_site: Callable[..., BuiltSite]) -> None:
    posts = kept.root / "content/posts"
    saved(kept, EVERY["tags"])
    (posts / "new.md").write_text("---\ntitle: New\ndate: 2024-03-20\ntags: [新しい]\n---\n\nNew.\n", encoding="utf-8")
    (posts / "more-7.md").unlink()
    changes = [Change(posts / name, edited=False) for name in ("new.md", "more-7.md")]
    assert kept.site.update(changes, Places((), kept.root / "content", kept.root / "theme", ())) is Kind.SITE
    saved(kept, EVERY["title"])
    saved(kept, ("new.md", replaced("[新しい]", "[新しい, 二つ目]")))
    assert_as_built(kept, build_site)


def test_names_count_as_they_are_written() -> None:
    settings = {"SLUG_REGEX_SUBSTITUTIONS": []}
    tags = {"title": "A", "tags": [Tag("AI", settings)], "category": Category("c", settings)}
    assert differing(tags, {**tags, "tags": [Tag("AI", settings)]}) == set()
    assert differing(tags, {**tags, "tags": [Tag("ai", settings)], "more": 1}) == {"tags", "more"}


def test_what_a_site_sorts_by_is_not_only_printed() -> None:
    plain = {
        "ARTICLE_ORDER_BY": "reversed-date",
        "ARTICLE_TRANSLATION_ID": ["slug"],
        "PAGE_ORDER_BY": "basename",
        "PAGE_TRANSLATION_ID": None,
    }
    assert only_printed({"title", "description"}, plain)
    assert not only_printed({"title", "date"}, plain)
    assert not only_printed({"title"}, plain | {"PAGE_ORDER_BY": "title"})
    assert not only_printed({"title"}, plain | {"PAGE_TRANSLATION_ID": {"title"}})
    assert only_printed(set(), plain | {"PAGE_ORDER_BY": len})
    assert not only_printed({"title"}, plain | {"PAGE_ORDER_BY": len})


def test_files_that_cannot_stand_side_by_side() -> None:
    others = ["/o/tag/a/index.html", "/o/B"]
    assert clashing(["/o/tag/b/index.html"], others) == set()
    assert clashing(["/o/tag/A/index.html", "/o/b/c", "/o/tag/a", "/o/c"], others) == {
        "/o/tag/A/index.html",
        "/o/b/c",
        "/o/tag/a",
    }


def test_which_files_a_problem_is_about() -> None:
    one, two = Problem("warning", "content/a.md:3: mistake"), Problem("warning", "content/a.md: as (content/b.md)")
    source = Path("/s/content/a.md")
    assert one.is_only_about(source)
    assert two.is_about(source)
    assert not two.is_only_about(source)
    assert not Problem("warning", "content/beta.md:3").is_about(source)
    assert Problem("error", "Could not process /s/content/a.md").is_about(source)
    assert Problem("error", "Could not process a.md").is_about(source)
    assert not Problem("error", "Could not process deep/a.md").is_about(source)


def test_a_problem_of_a_source_of_the_same_name_stays(tmp_path: Path) -> None:
    root = tmp_path / "site"
    one, two = (
        post(name, 9, "[gone](gone.md)" if name == "One" else "Text.", f"slug: s{name}") for name in ("One", "Two")
    )
    write_files(root, {**FILES, "content/posts/one/index.md": one, "content/posts/two/index.md": two})
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        before = site.problems
        rest = [problem for problem in before if "gone.md" not in problem.message]
        assert len(before) == len(rest) + 1
        kept.save("two/index.md", two.replace("title: Two", "title: [unclosed"))
        assert len(site.problems) == len(before) + 1
        kept.save("two/index.md", two + "More.\n")
        assert set(site.problems) == set(before)
        kept.save("one/index.md", one.replace("(gone.md)", "(../one.md)"))
        assert set(site.problems) == set(rest)


@pytest.mark.parametrize("line", [None, "title: Another"], ids=["text", "title"])
def test_a_feed_has_the_files_where_the_whole_site_has_them(tmp_path: Path, line: str | None) -> None:
    root, settings = tmp_path / "site", {"TAG_FEED_RSS": "feeds/tag/{slug}.rss.xml", "RSS_FEED_SUMMARY_ONLY": False}
    cited = "See [[ogp:https://arxiv.org/abs/2005.11401]].\n\n### A\n\n![A](pic.png)"
    text = f"---\ntitle: Z\ndate: 2024-03-20\ntags: [話題]\n---\n\n{cited}\n"
    write_files(root, {**FILES, "content/posts/z.md": text})  # three.md has the picture too, and comes first
    with begun(root, tmp_path / "kept", settings) as site:
        kept = Kept(site, root)
        edit = replaced("title: Z", line) if line else replaced("See", "Do see")
        assert saved(kept, ("z.md", edit)) == (Kind.LISTS if line else Kind.POST, True)
        assert "/posts/three/pic.png" in (site.render("feeds/tag/話題.rss.xml") or "")
        assert "/posts/z/pic.png" not in (site.render("feeds/tag/話題.rss.xml") or "")
        assert_as_new(kept, tmp_path, settings)


def test_what_was_made_for_a_copy_is_given_to_the_post() -> None:
    class Made:
        def __init__(self, content: Any) -> None:
            self.content = content

        def text(self) -> Any:
            return self.content

    copy, post = Page("", settings=DEFAULT_CONFIG), Page("", settings=DEFAULT_CONFIG)
    made, own = Made(copy), Own(copy, post)
    given = own.given(made)
    assert own.given(made.text)() is given.content is post
    assert own.given(made.text).__self__ is given
    assert made.text() is copy
    with pytest.raises(NotQuickError):
        own.given(lambda: copy)
