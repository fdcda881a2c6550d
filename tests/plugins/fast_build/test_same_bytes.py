"""What fast_build makes is, byte for byte, what plain Pelican makes."""

from __future__ import annotations

from pathlib import Path
from runpy import run_path
from typing import Any

import pytest
from support.demo import copy_demo
from support.sites import ROOT, BuiltSite, build

from fuda.bench.posts import make_posts

SETTINGS: dict[str, Any] = {
    "SITEURL": "https://example.org/blog",
    "DEFAULT_LANG": "ja",
    "SLUGIFY_SOURCE": "basename",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "TAG_FEED_ATOM": "feeds/tag/{slug}.atom.xml",
    "YEAR_ARCHIVE_SAVE_AS": "archives/{date:%Y}/index.html",
    "DEFAULT_PAGINATION": 7,
    "THEME": "simple",
    "PAGINATION_PATTERNS": [
        (1, "{url}", "{save_as}"),
        (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
    ],
}
LINKED = {
    "content/linked.md": (
        "Title: Links\nDate: 2024-05-05\nTags: links, 話題3\n\n"
        "[a]({filename}posts/post-00001.md) [b]({filename}pages/about.md) ![c]({attach}pic.png) [d]({static}files/x.txt)\n"
    ),
    "content/linked.en.md": "Title: Links\nSlug: linked\nLang: en\nDate: 2024-05-05\n\n[a]({filename}posts/post-00002.md)\n",
    "content/pages/about.md": "Title: About\n\n[post]({filename}../linked.md)\n",
    "content/draft.md": "Title: Draft\nDate: 2024-01-01\nStatus: draft\n\nNot yet.\n",
    "content/pic.png": b"not really a picture",
    "content/files/x.txt": "x",
}


def site(root: Path, plugins: list[str], posts: int = 40, **settings: Any) -> BuiltSite:
    """The benchmark's posts and those above, built with these plugins."""
    make_posts(root / "content", posts, cards=False)
    return build(root, dict(LINKED), conf=None, settings=SETTINGS | {"PLUGINS": ["yaml_metadata", *plugins]} | settings)


def tree(built: BuiltSite) -> dict[str, bytes]:
    return {name: (built.output / name).read_bytes() for name in built.files()}


@pytest.mark.parametrize("relative", [False, True])
@pytest.mark.parametrize(("workers", "posts"), [(1, 20), (3, 200)])
def test_same_bytes_cold_and_warm(tmp_path: Path, relative: bool, workers: int, posts: int) -> None:
    plain = tree(site(tmp_path / "plain", [], posts, RELATIVE_URLS=relative))
    cold = tree(site(tmp_path / "fast", ["fast_build"], posts, RELATIVE_URLS=relative, FAST_BUILD_WORKERS=workers))
    warm = tree(site(tmp_path / "fast", ["fast_build"], posts, RELATIVE_URLS=relative, FAST_BUILD_WORKERS=workers))
    assert len(plain) > 60
    assert cold == plain
    assert warm == plain


def test_the_whole_demo(tmp_path: Path) -> None:
    def demo(name: str, **settings: Any) -> dict[str, bytes]:
        if not (tmp_path / name).exists():
            copy_demo(tmp_path / name)
        return tree(build(tmp_path / name, {}, conf="pelicanconf.py", settings=settings))

    plugins = run_path(str(ROOT / "pelicanconf.py"))["PLUGINS"]
    plain = demo("plain", PLUGINS=[name for name in plugins if name != "fast_build"])
    cold = demo("fast", FAST_BUILD_WORKERS=2)
    assert len(plain) > 100
    assert [name for name in plain if cold.get(name) != plain[name]] == []
    assert cold.keys() == plain.keys()
    assert demo("fast", FAST_BUILD_WORKERS=2) == plain


def test_the_same_warnings(tmp_path: Path) -> None:
    broken = {"content/broken.md": "Title: Broken\nDate: 2024-06-06\n\n[gone]({filename}nowhere.md) ![](x.png)\n"}
    said = []
    for name, plugins in (("plain", []), ("fast", ["fast_build"])):
        make_posts(tmp_path / name / "content", 20, cards=False)
        built = build(
            tmp_path / name, dict(broken), conf=None, settings=SETTINGS | {"PLUGINS": ["yaml_metadata", *plugins]}
        )
        said.append([line.replace(f"/{name}/", "/") for line in built.warnings])
    assert any("nowhere.md" in line for line in said[0])
    assert said[1] == said[0]
