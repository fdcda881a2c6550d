"""After a post's metadata changed, every page and file of the kept site is that of a preview that has just begun."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from support.previews import FILES, Kept, assert_as_new, begun, everything, kept_posts
from support.sites import write_files

from fuda.preview.changes import Kind

EDITS: dict[str, tuple[str, Callable[[str], str]]] = {
    "title": ("one.md", lambda text: text.replace("title: One", "title: 新しい題")),
    "title of a translation": ("one.en.md", lambda text: text.replace("title: One", "title: Uno")),
    "title of a draft": ("draft.md", lambda text: text.replace("title: Draft", "title: Drafted")),
    "title of a hidden post": ("hidden.md", lambda text: text.replace("title: Hidden", "title: Hid")),
    "new tag": ("more-3.md", lambda text: text.replace("[話題]", "[話題, 新しい]")),
    "last use of a tag": ("three.md", lambda text: text.replace("[C++, 孤独]", "[C++]")),
    "spelling of a tag": ("more-3.md", lambda text: text.replace("[話題]", "[c++]")),
    "category": ("two.md", lambda text: text.replace("tags:", "category: 研究\ntags:")),
    "date": ("more-2.md", lambda text: text.replace("2024-03-02", "2021-12-31")),
    "description": ("two.md", lambda text: text.replace("tags:", "description: Two in short.\ntags:")),
    "type": ("three.md", lambda text: text.replace("type: news", "type: blog")),
    "type not on the home page": ("one.md", lambda text: text.replace("tags:", "type: note\ntags:")),
    "featured": ("more-5.md", lambda text: text.replace("tags:", "featured: 1\ntags:")),
    "not featured": ("one.md", lambda text: text.replace("featured: true\n", "")),
    "image": ("more-5.md", lambda text: text.replace("tags:", "image: pic.png\ntags:")),
    "series": ("more-5.md", lambda text: text.replace("tags:", "series: 連載\ntags:")),
    "author": ("more-5.md", lambda text: text.replace("tags:", "author: 別人\ntags:")),
    "summary": ("four.md", lambda text: text.replace("tags:", "summary: 'In *short*.'\ntags:")),
    "modified": ("four.md", lambda text: text.replace("tags:", "modified: 2024-05-01\ntags:")),
    "title and text": (
        "four.md",
        lambda text: text.replace("title: Four", "title: 4").replace("Fourth.", "### New\n\nNo. 4."),
    ),
    "title and a new card": (
        "one.md",
        lambda text: text.replace("title: One", "title: 1") + "\n[[ogp:https://example.org/new]]\n",
    ),
    "title and no card": ("two.md", lambda text: re.sub(r"\[\[.*\]\]", "", text.replace("title: Two", "title: 2"))),
}


@pytest.mark.parametrize("name", EDITS)
def test_lists_are_sorted_anew_and_posts_kept(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    file, change = EDITS[name]
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        others = [content for content in kept_posts(site) if not content.source_path.endswith(file)]
        assert kept.save(file, change(str(FILES[f"content/posts/{file}"]))) is Kind.LISTS
        assert set(map(id, others)) < set(map(id, kept_posts(site)))
        assert_as_new(kept, tmp_path, {})


def test_a_page_is_taken_over_like_a_post(tmp_path: Path) -> None:
    root, changed = tmp_path / "site", "---\ntitle: Imprint\ntemplate: page\n---\n\nWho. [one](../posts/one.md)\n"
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        assert kept.save("../pages/about.md", changed) is Kind.LISTS
        assert_as_new(kept, tmp_path, {})


FURTHER: dict[str, tuple[str, Callable[[str], str]]] = {
    "slug": ("two.md", lambda text: text.replace("tags:", "slug: deux\ntags:")),
    "language": ("more-3.md", lambda text: text.replace("tags:", "lang: en\ntags:")),
    "status": ("more-3.md", lambda text: text.replace("tags:", "status: hidden\ntags:")),
    "a future date": ("more-3.md", lambda text: text.replace("2024-03-03", "2999-01-01")),
    "title and another link": (
        "one.md",
        lambda text: text.replace("title: One", "title: 1").replace("two.md", "three.md"),
    ),
}


@pytest.mark.parametrize("name", FURTHER)
def test_what_reaches_further_is_read_anew(tmp_path: Path, name: str) -> None:
    root = tmp_path / "site"
    write_files(root, FILES)
    file, change = FURTHER[name]
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        assert kept.save(file, change(str(FILES[f"content/posts/{file}"]))) is Kind.SITE
        assert_as_new(kept, tmp_path, {})


def test_two_pages_for_one_file_are_found_while_the_author_looks_at_his(tmp_path: Path) -> None:
    root, settings = tmp_path / "site", {"TAG_SAVE_AS": "{slug}/index.html", "TAG_URL": "{slug}/"}
    write_files(root, FILES)
    changed = str(FILES["content/posts/more-3.md"]).replace("[話題]", "[about]")
    with begun(root, tmp_path / "kept", settings) as site:
        kept = Kept(site, root)
        assert kept.save("more-3.md", changed) is Kind.LISTS
        assert "about" in (site.render("posts/more-3/index.html") or "")
        assert site.settle()
        assert_as_new(kept, tmp_path, settings)


def test_what_nobody_asks_for_is_planned_later(tmp_path: Path) -> None:
    root, text = tmp_path / "site", str(FILES["content/posts/more-12.md"])
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", {}) as site:
        kept = Kept(site, root)
        text = text.replace("tags:", "category: 研究\ntags:")
        kept.save("more-12.md", text.replace("More 12", "First"))
        assert "First" in (site.render("posts/more-12/index.html") or "")
        writer = site._made.writer
        assert writer
        assert "tag/話題/index.html" not in writer.noted
        assert "First" in (site.render("tag/話題/index.html") or "")
        assert not writer.is_planned
        assert not site.settle()
        assert writer.is_planned
        kept.save("more-12.md", text.replace("More 12", "Second").replace("研究", "実験"))
        kept.save("more-12.md", text.replace("More 12", "Third"))
        assert_as_new(kept, tmp_path, {})


@pytest.mark.parametrize(("seed", "relative"), [(1, False), (2, True), (3, False), (4, True)])
def test_one_edit_after_the_other(tmp_path: Path, seed: int, relative: bool) -> None:
    chance, root, settings = random.Random(seed), tmp_path / "site", {"RELATIVE_URLS": relative}
    texts = {Path(name).name: str(text) for name, text in FILES.items()}
    write_files(root, FILES)
    with begun(root, tmp_path / "kept", settings) as site:
        kept = Kept(site, root)
        for name in chance.sample(sorted(EDITS), 9):
            file, change = EDITS[name]
            before = texts[file]
            texts[file] = before if chance.random() < 0.3 else change(before)  # some are undone
            kinds = [kept.save(file, change(before)), kept.save(file, texts[file])]
            assert kinds[0] in {Kind.LISTS, Kind.POST}
            if chance.random() < 0.3:
                everything(site)
            if chance.random() < 0.3:
                texts["more-9.md"] += "More text.\n"
                assert kept.save("more-9.md", texts["more-9.md"]) is Kind.POST
        assert_as_new(kept, tmp_path, settings)
