"""After a post's metadata changed, every page and file of the kept site is that of a preview that has just begun."""

from __future__ import annotations

import base64
import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import clear_signals
from support.sites import site_settings, write_files

from fuda.preview.changes import Change, Kind, Places
from fuda.preview.site import Site


def post(title: str, day: int, body: str, *more: str) -> str:
    return "\n".join(["---", f"title: {title}", f"date: 2024-03-{day:02}", *more, "---", "", body, ""])


FILES: dict[str, str | bytes] = {
    "content/posts/one.md": post(
        "One",
        3,
        "First. [two](two.md), [about](../pages/about.md)",
        "tags: [話題, C++]",
        "category: 研究",
        "series: 連載",
        "featured: true",
    ),
    "content/posts/two.md": post(
        "Two", 4, "Second. [one](one.md#a)\n\n[[ogp:https://example.org/]]", "tags: [話題]", "series: 連載"
    ),
    "content/posts/three.md": post("Three", 5, "### A\n\nThird. ![](pic.png)", "tags: [C++, 孤独]", "type: news"),
    "content/posts/four.md": post(
        "Four", 6, "Fourth.\n\n[[ogp:https://example.org/four]]", "tags: [話題]", "type: note", "featured: 2"
    ),
    "content/posts/one.en.md": post("One", 3, "In English. [two](two.md)", "slug: one", "lang: en", "tags: [talk]"),
    "content/posts/two.en.md": post("Two", 4, "Also in English.", "slug: two", "lang: en", "tags: [talk, C++]"),
    "content/posts/draft.md": post("Draft", 7, "Not yet. [one](one.md)", "status: draft", "tags: [話題]"),
    "content/posts/hidden.md": post("Hidden", 8, "Out of sight.", "status: hidden"),
    "content/posts/pic.png": base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC"
    ),
    "content/pages/about.md": "---\ntitle: About\n---\n\nWho. [one](../posts/one.md)\n",
} | {f"content/posts/more-{n}.md": post(f"More {n}", n, f"Text {n}.", "tags: [話題]") for n in range(1, 15)}
SETTINGS: dict[str, Any] = {
    "OGP_CARDS_OFFLINE": True,
    "SITEURL": "https://example.com",
    "TRANSLATION_FEED_ATOM": "feeds/{lang}.atom.xml",
}


@dataclass
class Kept:
    site: Site
    root: Path

    def save(self, name: str, text: str) -> Kind:
        path = (self.root / "content/posts" / name).resolve()
        path.write_text(text, encoding="utf-8")
        return self.site.update([Change(path, edited=True)], Places((), self.root / "content", self.root / "theme", ()))


@contextmanager
def begun(root: Path, output: Path, settings: dict[str, Any]) -> Iterator[Site]:
    clear_signals()
    output.mkdir()
    site = Site(site_settings(root, "pelicanconf.py", SETTINGS | settings), output)
    site.build()
    yield site
    site.close()


def everything(site: Site) -> dict[str, Any]:
    """All that a browser can ask for."""
    texts = {name: site.render(name) for name in sorted(site.names())}
    files = (path for path in sorted(site.output.rglob("*")) if path.is_file())
    return {path.relative_to(site.output).as_posix(): path.read_bytes() for path in files} | texts


EARLY = (
    "posts/one/index.html",
    "feeds/all.atom.xml",
    "index.html",
    "tag/話題/index.html",
    "posts/three/index.html",
    "none.html",
)
"""Asked for when little is planned, so that planning goes on after pages have been rendered."""


def assert_as_new(kept: Kept, tmp_path: Path, settings: dict[str, Any]) -> None:
    early = {name: text for name in EARLY if (text := kept.site.render(name)) is not None}
    found = everything(kept.site)
    assert early == {name: found[name] for name in early}
    problems = kept.site.problems
    with begun(kept.root, tmp_path / "fresh", settings) as fresh:
        wanted = everything(fresh)
        assert {name for name in wanted if found.get(name) != wanted[name]} == set()
        assert set(problems) == set(fresh.problems)


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


def kept_posts(site: Site) -> list[Any]:
    return [content for content in site._made.generators[0].context["generated_content"].values() if content]


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
        kept.save("more-12.md", text.replace("More 12", "First"))
        assert "First" in (site.render("posts/more-12/index.html") or "")
        writer = site._made.writer
        assert writer
        assert "tag/話題/index.html" not in writer.noted
        assert "First" in (site.render("tag/話題/index.html") or "")
        assert not writer.is_planned
        assert not site.settle()
        assert writer.is_planned
        kept.save("more-12.md", text.replace("More 12", "Second"))
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
