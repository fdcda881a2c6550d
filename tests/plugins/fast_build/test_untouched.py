"""A build makes again what an edit touches, and nothing else; the output is always that of a build from nothing."""

from __future__ import annotations

import os
import random
import re
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from pelican.plugins import signals
from support.demo import copy_demo
from support.sites import build

from fuda.bench.posts import make_posts

SETTINGS: dict[str, Any] = {
    "SITEURL": "https://example.org",
    "SLUGIFY_SOURCE": "basename",
    "FEED_ALL_ATOM": "feeds/all.atom.xml",
    "TAG_FEED_ATOM": "feeds/tag/{slug}.atom.xml",
    "THEME": "simple",
    "FAST_BUILD_WORKERS": 2,
    "PLUGINS": ["yaml_metadata", "fast_build"],
    "FAST_BUILD_SAFE_PLUGINS": [__name__],
}
POSTS = 40


def made(root: Path, conf: str | None = None, **settings: Any) -> tuple[dict[str, bytes], int]:
    """What is in the output, and how many pages and feeds were made for it."""
    given: dict[str, Any] = (SETTINGS if conf is None else {"FAST_BUILD_WORKERS": 2}) | settings
    built = build(root, {}, conf=conf, settings=given)
    counts = re.search(r"(\d+) made", built.pelican.settings["FAST_BUILD_SUMMARY"])
    numbers = re.search(r"(\d+) pages, (\d+) feeds", built.pelican.settings["FAST_BUILD_SUMMARY"])
    assert numbers
    total = sum(map(int, numbers.groups()))
    return {name: (built.output / name).read_bytes() for name in built.files()}, int(counts[1]) if counts else total


def from_nothing(root: Path, conf: str | None = None, **settings: Any) -> dict[str, bytes]:
    settings |= {
        "OUTPUT_PATH": str(root / "anew/output"),
        "CACHE_PATH": str(root / "anew/cache"),
        "DELETE_OUTPUT_DIRECTORY": True,
    }
    return made(root, conf, **settings)[0]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_posts(tmp_path / "content", POSTS, cards=False)
    return tmp_path


def change(root: Path, number: int, old: str, new: str) -> None:
    path = root / f"content/posts/post-{number:05}.md"
    text = path.read_text()
    changed = re.sub(old, new, text, count=1, flags=re.MULTILINE)
    assert changed != text
    path.write_text(changed)


def test_nothing_is_made_again_when_nothing_changed(root: Path) -> None:
    first, all_of_them = made(root)
    assert all_of_them > POSTS
    assert made(root) == (first, 0)


def test_touch_and_a_fresh_cache_of_python_change_nothing(root: Path) -> None:
    made(root)
    for path in root.rglob("*.md"):
        os.utime(path)
    assert made(root)[1] == 0


@pytest.mark.parametrize(("old", "new"), [(r"\Z", "\n\n本文を足す。\n"), ("^title: .*", "title: 新しい題")])
def test_an_edit_makes_what_shows_the_post_again(root: Path, old: str, new: str) -> None:
    _, all_of_them = made(root)
    change(root, 7, old, new)
    output, again = made(root)
    assert 0 < again < all_of_them / 2
    assert output == from_nothing(root)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("^tags: .*", "tags: [新しい話題]"),
        ("^category: .*", "category: 別の分類"),
        ("^date: .*", "date: 2031-01-01"),
        ("^title: ", "status: draft\ntitle: "),
        ("^title: ", "slug: elsewhere\ntitle: "),
    ],
)
def test_an_edit_that_moves_a_post_is_right_everywhere(root: Path, old: str, new: str) -> None:
    made(root)
    change(root, 7, old, new)
    output = made(root, DELETE_OUTPUT_DIRECTORY=False, WITH_FUTURE_DATES=True)[0]
    anew = from_nothing(root, WITH_FUTURE_DATES=True)
    assert {name: output[name] for name in anew} == anew


def test_a_file_changed_by_hand_is_made_again(root: Path) -> None:
    first, _ = made(root)
    name = next(name for name in first if name.startswith("post-"))
    (root / "output" / name).write_text("by hand")
    assert made(root) == (first, 1)


def test_a_lost_file_is_made_again(root: Path) -> None:
    first, _ = made(root)
    (root / "output/index.html").unlink()
    assert made(root) == (first, 1)


def test_a_changed_template_or_setting_makes_all_again(root: Path, tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    templates.mkdir()
    settings = {"THEME_TEMPLATES_OVERRIDES": [str(templates)]}
    _, all_of_them = made(root, **settings)
    (templates / "article.html").write_text("{{ article.title }} of {{ SITENAME }}")
    assert made(root, **settings)[1] == all_of_them
    output, again = made(root, SITENAME="Another", **settings)
    assert again == all_of_them
    assert output["post-00001.html"].endswith(b"of Another")


def test_templates_with_functions_of_the_sites_own_are_always_rendered(root: Path) -> None:
    settings = {"JINJA_FILTERS": {"shout": str.upper}}
    _, all_of_them = made(root, **settings)
    assert made(root, **settings)[1] == all_of_them


def test_what_cannot_be_told_apart_is_made_in_every_build(root: Path) -> None:
    """A plugin may put anything into the context; the build must not stop for it."""

    def put(generator: Any) -> None:
        generator.context["lock"] = threading.Lock()

    with signals.article_generator_finalized.connected_to(put):
        _, all_of_them = made(root)
        assert made(root)[1] == all_of_them


def test_nothing_is_left_alone_without_keeping(root: Path) -> None:
    _, all_of_them = made(root, FAST_BUILD_KEEP=False)
    assert made(root, FAST_BUILD_KEEP=False)[1] == all_of_them


def test_an_output_that_is_emptied_first_leaves_no_records(root: Path) -> None:
    _, all_of_them = made(root, DELETE_OUTPUT_DIRECTORY=True)
    assert made(root, DELETE_OUTPUT_DIRECTORY=True)[1] == all_of_them
    with sqlite3.connect(root / "cache/fast_build.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM kept").fetchone() == (POSTS,)


def test_records_that_mean_nothing_are_made_anew(root: Path) -> None:
    first, all_of_them = made(root)
    with sqlite3.connect(root / "cache/fast_build.sqlite3") as database:
        database.execute("UPDATE kept SET value = x'00ff' || substr(value, 1, 51)")
    assert made(root) == (first, all_of_them)
    assert made(root) == (first, 0)


def test_two_outputs_do_not_take_turns(root: Path) -> None:
    first, _ = made(root)
    made(root, OUTPUT_PATH=str(root / "other"), SITEURL="https://other.example.org")
    assert made(root) == (first, 0)


def test_a_page_that_warns_warns_in_every_build(root: Path) -> None:
    (root / "content/posts/broken.md").write_text(
        "---\ntitle: B\ndate: 2024-01-01\n---\n\n[gone]({filename}nowhere.md)\n"
    )
    said = [
        [line for line in build(root, {}, conf=None, settings=SETTINGS).warnings if "nowhere.md" in line]
        for _ in range(3)
    ]
    assert said[0]
    assert said[0] == said[1] == said[2]


EDITS = [
    (r"\Z", "\n\nもう一段落。\n"),
    ("^title: .*", "title: 題{}"),
    ("^tags: .*", "tags: [話題{}]"),
    ("^description: .*", "description: 説明{}"),
    ("^date: .*", "date: 2025-01-{:02}"),
    ("^type: .*", "type: note"),
]


def test_the_demo_after_many_edits_is_the_demo_built_from_nothing(tmp_path: Path) -> None:
    """A walk of edits over the whole site with the theme and all plugins."""
    copy_demo(tmp_path)
    _, all_of_them = made(tmp_path, "pelicanconf.py")
    assert made(tmp_path, "pelicanconf.py")[1] < all_of_them / 4
    posts, dice = sorted((tmp_path / "content").rglob("*.md")), random.Random(7)
    for step in range(5):
        for post in dice.sample(posts, 2):
            old, new = dice.choice(EDITS)
            text = post.read_text()
            post.write_text(re.sub(old, new.format(step + 1), text, count=1, flags=re.MULTILINE))
        output, _ = made(tmp_path, "pelicanconf.py")
        anew = from_nothing(tmp_path, "pelicanconf.py")
        assert [name for name in anew if output.get(name) != anew[name]] == []
