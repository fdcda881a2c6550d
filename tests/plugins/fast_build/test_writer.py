"""Signals and time stamps of the pages that are written in other processes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pelican.plugins import signals
from pelican.writers import Writer
from support.sites import BuiltSite

POSTS: dict[str, str | bytes] = {
    f"content/p{n:02}.md": f"Title: P{n:02}\nDate: 2024-01-{n + 1:02}\n\nBody.\n" for n in range(20)
}
SETTINGS: dict[str, Any] = {"THEME": "simple", "FAST_BUILD_WORKERS": 2}


def told(build_site: Callable[..., BuiltSite], plugins: list[str], **settings: Any) -> list[tuple[str, str, bool]]:
    """(file, its article's title, whether the file was there) of each `content_written`."""
    seen = []

    def note(path: str, context: dict[str, Any]) -> None:
        seen.append((Path(path).name, getattr(context.get("article"), "title", ""), Path(path).is_file()))

    with signals.content_written.connected_to(note):
        build_site(POSTS, PLUGINS=plugins, **SETTINGS, **settings)
    return seen


def test_content_written_comes_in_pelicans_order_and_after_the_file(build_site: Callable[..., BuiltSite]) -> None:
    plain = told(build_site, [])
    fast = told(build_site, ["fast_build"])
    assert len(fast) > 20
    assert fast == plain
    assert all(there for _, _, there in fast)


@pytest.mark.parametrize("workers", [1, 2])
def test_each_of_two_pages_for_one_file_is_told_with_what_the_file_holds_then(
    build_site: Callable[..., BuiltSite], workers: int
) -> None:
    home = {"content/pages/home.md": "Title: Home\nsave_as: index.html\n\nMine.\n"}
    first = {"content/p03.md": "Title: P03\nDate: 2024-01-04\nsave_as: archives.html\n\nBody.\n"}
    seen: list[list[tuple[str, ...]]] = []

    def note(path: str, context: dict[str, Any]) -> None:
        title = [context[name].title for name in ("article", "page") if name in context]
        seen[-1].append(
            (Path(path).name, *title, str(Path(path).read_text().count("<!-- once -->")), Path(path).read_text())
        )
        with Path(path).open("a") as file:
            file.write("<!-- once -->")

    files = []
    with signals.content_written.connected_to(note):
        for plugins in ([], ["fast_build"], ["fast_build"]):
            seen.append([])
            site = build_site(POSTS | home | first, PLUGINS=plugins, **SETTINGS | {"FAST_BUILD_WORKERS": workers})
            files.append({name: site.text(name) for name in site.files() if name.endswith(".html")})
    assert [name for name, *_ in seen[0]].count("index.html") == 2
    assert [name for name, *_ in seen[0]].count("archives.html") == 2
    assert seen[1] == seen[0]
    assert seen[2] == seen[0]
    assert files[0] == files[1] == files[2]


def test_files_that_did_not_change_keep_their_time(build_site: Callable[..., BuiltSite]) -> None:
    first = build_site(POSTS, PLUGINS=["fast_build"], **SETTINGS)
    before = {
        name: (first.output / name).stat().st_mtime_ns for name in first.files() if name.endswith((".html", ".xml"))
    }
    second = build_site(
        {"content/p03.md": "Title: P03\nDate: 2024-01-04\n\nNew body.\n"}, PLUGINS=["fast_build"], **SETTINGS
    )
    changed = {name for name, time in before.items() if (second.output / name).stat().st_mtime_ns != time}
    assert "p03.html" in changed
    assert "p04.html" not in changed
    assert "tags.html" not in changed


def test_static_files_that_did_not_change_keep_their_time(build_site: Callable[..., BuiltSite]) -> None:
    files: dict[str, str | bytes] = {**POSTS, "content/images/a.png": b"one", "content/images/b.png": b"one"}

    def times(site: BuiltSite) -> dict[str, int]:
        return {name: (site.output / name).stat().st_mtime_ns for name in site.files()}

    first = times(build_site(files, PLUGINS=["fast_build"], **SETTINGS))
    second = times(build_site({"content/images/b.png": b"two"}, PLUGINS=["fast_build"], **SETTINGS))
    assert {name for name in second if second[name] != first[name]} == {"images/b.png"}
    assert "images/a.png" in first


def test_a_worker_that_dies_costs_no_page(
    build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    from fast_build.writing.making import Maker

    parent, write = os.getpid(), Maker.make

    def deadly(self: Maker, job: Any, *rest: Any, **options: Any) -> bytes:
        if os.getpid() != parent:
            os._exit(9)
        return write(self, job, *rest, **options)

    monkeypatch.setattr(Maker, "make", deadly)
    site = build_site(POSTS, PLUGINS=["fast_build"], **SETTINGS, FEED_ALL_ATOM="feeds/all.atom.xml")
    assert [name for name in site.files() if name.startswith("p")] == [f"p{n:02}.html" for n in range(20)]
    assert site.feed("feeds/all.atom.xml").find("entry")


def test_a_handler_that_changes_files_changes_each_once(build_site: Callable[..., BuiltSite]) -> None:
    def append(path: str, context: dict[str, Any]) -> None:
        with Path(path).open("a") as file:
            file.write("<!-- once -->")

    with signals.content_written.connected_to(append):
        for _ in range(2):
            site = build_site(POSTS, PLUGINS=["fast_build"], **SETTINGS)
            assert {site.text(name).count("<!-- once -->") for name in site.files() if name.endswith(".html")} == {1}


def test_a_template_that_breaks_stops_the_build_as_ever(build_site: Callable[..., BuiltSite], tmp_path: Path) -> None:
    files = POSTS | {"templates/article.html": "{{ nothing.at.all }}"}
    with pytest.raises(Exception, match="nothing"):
        build_site(
            files, PLUGINS=["fast_build"], **SETTINGS, THEME_TEMPLATES_OVERRIDES=[str(tmp_path / "site" / "templates")]
        )


def test_a_page_of_a_list_and_its_neighbours_know_each_other_as_in_pelican(
    build_site: Callable[..., BuiltSite], tmp_path: Path
) -> None:
    shown = "(articles_previous_page, articles_page, articles_next_page)"
    template = f"{{% for page in {shown} %}}{{{{ page.number }}}}:{{{{ page.object_list|join(attribute='title') }}}} {{% endfor %}}"
    files = POSTS | {"templates/index.html": template}
    settings = SETTINGS | {"DEFAULT_PAGINATION": 9, "THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "site" / "templates")]}
    pages = []
    for plugins in ([], ["fast_build"]):
        site = build_site(files, PLUGINS=plugins, **settings)
        pages.append([site.text(name) for name in ("index.html", "index2.html", "index3.html")])
    assert pages[0] == pages[1]
    assert [page.count("P") for page in pages[1]] == [18, 20, 11]


def test_two_pages_for_one_file_are_refused_as_ever(build_site: Callable[..., BuiltSite]) -> None:
    same = POSTS | {"content/again.md": "Title: Again\nSlug: p00\nDate: 2024-01-01\nLang: en\n\nBody.\n"}
    settings = SETTINGS | {"ARTICLE_LANG_SAVE_AS": "{slug}.html"}
    for plugins in ([], ["fast_build"]):
        with pytest.raises(RuntimeError, match=r"p00\.html"):
            build_site(same, PLUGINS=plugins, **settings)


def test_the_writer_takes_every_parameter_of_pelicans() -> None:
    from inspect import signature

    from fast_build.writing.writer import FastWriter

    assert list(signature(FastWriter.write_file).parameters) == list(signature(Writer.write_file).parameters)
