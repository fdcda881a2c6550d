"""A site of two dozen posts in a preview that lives on, to compare with a preview of it that has just begun."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import clear_signals

from fuda.preview.changes import Change, Kind, Places
from fuda.preview.site import Site
from support.sites import site_settings


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


def with_line(line: str) -> Callable[[str], str]:
    """What puts one more line into a post's front matter."""
    return lambda text: text.replace("\ntitle:", f"\n{line}\ntitle:", 1)


def replaced(old: str, new: str) -> Callable[[str], str]:
    """What puts `new` in the place of an `old` that has to be there."""

    def change(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return change


@dataclass
class Kept:
    """A preview that lives on, and the folder that it shows."""

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


def told(site: Site) -> dict[str, Any]:
    """What other templates than the theme's could print: each post's metadata, and the tags in their order with their posts."""
    metadata = {
        str(content.source_path): {name: str(value) for name, value in content.metadata.items()}
        for content in kept_posts(site)
    }
    tags = site._made.generators[0].context["tags"]
    return metadata | {"tags": [(tag.name, [post.source_path for post in posts]) for tag, posts in tags]}


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
        assert set(kept.site.names()) == set(fresh.names())
        assert {name for name in wanted if found.get(name) != wanted[name]} == set()
        assert set(problems) == set(fresh.problems)
        assert told(kept.site) == told(fresh)


def kept_posts(site: Site) -> list[Any]:
    return [content for content in site._made.generators[0].context["generated_content"].values() if content]
