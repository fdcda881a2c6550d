"""Paths and slugs that are not made anew are those that Pelican makes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pelican.contents import Article
from pelican.settings import DEFAULT_CONFIG
from pelican.urlwrappers import Author, Category, Tag

from fast_build.reading.slugs import Slugs
from fast_build.reading.source_paths import QuickSourcePath

FOLDERS = (
    "/site/content",
    "/site/content/",
    "/",
    "//site/content",
    "/site/./content",
    "/site/../site/content",
    "content",
    ".",
    "/a b/字",
)
PATHS = (
    *(
        "/site/content/a.md",
        "/site/content/b/a.md",
        "/site/content//a.md",
        "/site/content/../a.md",
        "/site/content/b/../a.md",
    ),
    *(
        "/site/content/./a.md",
        "/site/content",
        "/site/content/",
        "/site/contents/a.md",
        "/other/a.md",
        "a.md",
        "b/a.md",
        "../a.md",
        "./a.md",
    ),
    *(
        "//site/content/a.md",
        "/site/./content/a.md",
        "/a b/字/字.md",
        "content/a.md",
        "/site/content/a.md/",
        "/site/content/b//a.md",
    ),
)


class QuickArticle(QuickSourcePath, Article):
    pass


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_path(folder: str) -> None:
    for path in PATHS:
        settings = DEFAULT_CONFIG | {"PATH": folder}
        plain, quick = (kind("", {"title": "T"}, settings, path, {}) for kind in (Article, QuickArticle))
        assert quick.relative_source_path == plain.relative_source_path, path
        for other in (None, "", *PATHS):
            assert quick.get_relative_source_path(other) == plain.get_relative_source_path(other), (path, other)
    assert QuickArticle("", {"title": "T"}, DEFAULT_CONFIG | {"PATH": folder}, None, {}).relative_source_path is None


def test_usual_paths_are_not_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    content = QuickArticle("", {"title": "T"}, DEFAULT_CONFIG | {"PATH": "/site"}, "/site/b/a.md", {})
    monkeypatch.setattr(os.path, "relpath", None)
    assert content.get_relative_source_path() == "b/a.md"


SETTINGS = DEFAULT_CONFIG | {"PATH": str(Path(__file__).parent)}


def post(category: Category, author: Author) -> Article:
    return Article("", {"title": "T", "category": category, "author": author}, SETTINGS, "a.md", {})


def shared(*posts: Article) -> None:
    slugs = Slugs()
    for each in posts:
        slugs.share(each)
        _ = [
            name.slug for name in (each.category, each.author)
        ]  # as Pelican asks when it looks whether a post is valid


def slug_made(name: Category | Author) -> str:
    return type(name)(name.name, SETTINGS).slug


def test_one_slug_for_one_name(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = (post(Category("A b", SETTINGS), Author("C. D", SETTINGS)) for _ in "12")
    made: list[str] = []
    monkeypatch.setattr("pelican.urlwrappers.slugify", lambda name, **_: made.append(name) or name.lower())
    shared(first, second)
    assert made == ["A b", "C. D"]
    assert second.category.slug == "a b"
    assert second.category is not first.category


def test_category_and_author_of_one_name_are_two() -> None:
    settings = SETTINGS | {"AUTHOR_REGEX_SUBSTITUTIONS": [("a", "x")]}
    posts = [
        Article(
            "",
            {"title": "T", "category": Category("aa", settings), "author": Author("aa", settings)},
            settings,
            "a.md",
            {},
        )
    ]
    posts.append(
        Article(
            "",
            {"title": "T", "category": Category("aa", settings), "author": Author("aa", settings)},
            settings,
            "a.md",
            {},
        )
    )
    shared(*posts)
    assert [(each.category.slug, each.author.slug) for each in posts] == [("aa", "xx")] * 2


@pytest.mark.parametrize("change", ["name", "slug", "settings"])
def test_what_was_changed_is_not_handed_on(change: str) -> None:
    first, second = (post(Category("A", SETTINGS), Author("C", SETTINGS)) for _ in "12")
    slugs = Slugs()
    slugs.share(first)
    changed = SETTINGS | {"CATEGORY_REGEX_SUBSTITUTIONS": [("A", "Z")]}
    setattr(first.category, change, {"name": "B", "slug": "other", "settings": changed}[change])
    assert first.category.slug == {"name": "b", "slug": "other", "settings": "z"}[change]
    slugs.share(second)
    assert second.category.slug == slug_made(second.category) == "a"


def test_own_slugs_and_own_classes_are_left_alone() -> None:
    class Own(Category):
        pass

    chosen = Category("A", SETTINGS)
    chosen.slug = "chosen"
    posts = [
        post(name, Author("C", SETTINGS))
        for name in (Category("A", SETTINGS), chosen, Own("A", SETTINGS), Own("A", SETTINGS))
    ]
    slugs = Slugs()
    for each in posts[:-1]:
        slugs.share(each)
        assert each.category.slug in ("a", "chosen")
    slugs.share(posts[-1])
    assert posts[1].category.slug == "chosen"
    assert posts[-1].category._slug is None


def test_each_name_without_a_slug_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[tuple[object, ...]] = []
    monkeypatch.setattr("pelican.urlwrappers.logger.warning", lambda *words, **_: said.append(words))
    shared(*(post(Category("？", SETTINGS), Author("C", SETTINGS)) for _ in "123"))
    assert len(said) == 3


def test_a_post_without_names() -> None:
    content = Article("", {"title": "T", "tags": [Tag("a", SETTINGS)]}, {**SETTINGS}, "a.md", {})
    content.author = "no object"
    Slugs().share(content)
