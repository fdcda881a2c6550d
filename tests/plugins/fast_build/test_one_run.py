"""What the plugin leaves in Pelican's settings never gets into Pelican's own caches."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support.sites import BuiltSite

from fast_build.keeping.kept import Kept
from fast_build.one_run import OneRun, Spread
from fast_build.progress import Run
from fast_build.reading.shelf import Shelf
from fast_build.reading.slugs import Slugs
from fast_build.writing.stamps import Stamps
from fast_build.writing.templates import CompiledTemplates

POSTS: dict[str, str | bytes] = {
    f"content/p{n}.md": f"Title: P{n}\nDate: 2024-01-{n + 1:02}\nTags: a, b{n % 2}\nCategory: C\n\nBody *{n}*.\n"
    for n in range(8)
} | {
    "content/html.html": '<html><head><title>H</title><meta name="date" content="2024-02-01"><meta name="tags" content="a"></head>'
    "<body>Text</body></html>"
}
PLUGIN_PATHS = [Path(__file__).parents[3] / "plugins"]
UNKNOWN = "def register():\n    pass\n"


@pytest.mark.parametrize(
    "more",
    [
        {"CONTENT_CACHING_LAYER": "reader"},
        {"CONTENT_CACHING_LAYER": "generator"},
        {"CONTENT_CACHING_LAYER": "reader", "PLUGINS": ["of_no_renown"]},
    ],
    ids=["reader", "generator", "beside an unknown plugin"],
)
def test_pelicans_own_caches_work_beside_this(
    build_site: Callable[..., BuiltSite], tmp_path: Path, more: dict[str, Any]
) -> None:
    (tmp_path / "of_no_renown.py").write_text(UNKNOWN)
    settings = {"THEME": "simple", "CACHE_CONTENT": True, "LOAD_CONTENT_CACHE": True, "FAST_BUILD_WORKERS": 2}
    settings |= {"PLUGIN_PATHS": [str(tmp_path), *(str(path) for path in PLUGIN_PATHS)]}
    built: dict[str, list[dict[str, str]]] = {}
    for name, plugins in {"plain": [], "fast": ["fast_build"]}.items():
        folders = {"OUTPUT_PATH": str(tmp_path / name), "CACHE_PATH": str(tmp_path / f"{name}-cache")}
        for _ in range(2):
            given = {**settings, **more, **folders, "PLUGINS": [*more.get("PLUGINS", ()), *plugins]}
            site = build_site(POSTS, **given)
            assert site.warnings == []
            built.setdefault(name, []).append({file: site.text(file) for file in site.files()})
    assert built["fast"] == built["plain"]


def test_it_pickles_as_nothing_and_is_never_copied(tmp_path: Path) -> None:
    of_one_run: list[OneRun] = [
        Run(), Slugs(), Stamps([]), Shelf(tmp_path), Spread(2), Kept(tmp_path / "kept"), CompiledTemplates()
    ]  # fmt: skip
    for thing in of_one_run:
        assert b"fast_build" not in pickle.dumps(thing)
        assert pickle.loads(pickle.dumps(thing)) is None
        assert deepcopy({"SETTING": thing})["SETTING"] is thing
