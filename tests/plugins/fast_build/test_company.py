"""Beside anybody of whom nothing is known, everything is as in plain Pelican."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import Any

import pytest
from blinker import Signal
from pelican.contents import Article
from pelican.plugins import signals
from pelican.urlwrappers import Tag
from pelican.writers import Writer
from support.sites import BuiltSite

from fast_build.company import heard_elsewhere, stranger
from fast_build.settings import KNOWN_PLUGINS

POSTS: dict[str, str | bytes] = {
    f"content/p{n:02}.md": f"Title: P{n:02}\nDate: 2024-01-{n + 1:02}\nTags: a\n\nBody.\n" for n in range(14)
}
SETTINGS: dict[str, Any] = {"THEME": "simple", "FAST_BUILD_WORKERS": 2, "FAST_BUILD_SAFE_PLUGINS": ()}
KNOWN: dict[str, Any] = SETTINGS | {"FAST_BUILD_SAFE_PLUGINS": [__name__]}


def handler(*_: Any, **__: Any) -> None:
    """Stands for one in somebody's settings file."""


class Plugin:
    def handler(self, *_: Any, **__: Any) -> None:
        """A bound one."""

    def __call__(self, *_: Any, **__: Any) -> None:
        """One that is an object."""


PLUGIN = Plugin()


@pytest.mark.parametrize("name", ["neighbors", "pelican.plugins.neighbors", "fast_build2", "my.plugin"])
def test_a_plugin_that_nobody_named_is_not_known(name: str) -> None:
    found = stranger({"PLUGINS": ["fast_build", name]}, ())
    assert f"the plugin {name!r}" in found
    assert "FAST_BUILD_SAFE_PLUGINS" in found
    assert stranger({"PLUGINS": [name]}, [name.removeprefix("pelican.plugins.")]) == ""


def test_known_plugins_also_as_packages_and_parts() -> None:
    assert stranger({"PLUGINS": [*KNOWN_PLUGINS, "pelican.plugins.sitemap", "ogp_cards.plugin"]}, ()) == ""
    assert stranger({}, ()) == ""


@pytest.mark.parametrize("name", [name for name, value in vars(signals).items() if isinstance(value, Signal)])
@pytest.mark.parametrize("listener", [handler, partial(partial(handler), 1), PLUGIN.handler, PLUGIN, [].append])
def test_whoever_listens_to_any_signal_is_asked_for(name: str, listener: Any) -> None:
    getattr(signals, name).connect(listener, weak=False)
    found = stranger({}, ())
    assert f"listens to {name}" in found
    assert heard_elsewhere(getattr(signals, name))
    module = "builtins" if isinstance(listener, type([].append)) else __name__
    assert repr(module) in found
    assert stranger({}, [module]) == ""
    assert heard_elsewhere(getattr(signals, name)), "known to the owner alone"


def test_who_listens_to_one_sender_is_asked_for_too() -> None:
    sender = Plugin()
    signals.finalized.connect(handler, sender=sender)
    assert "finalized" in stranger({}, ())


def test_the_houses_own_tasks_are_known() -> None:
    from fuda.checks.record import build_recorded

    signals.finalized.connect(build_recorded)
    assert stranger({}, ()) == ""


@pytest.mark.parametrize("name", ["write_file", "write_feed", "_open_w", "__init__"])
def test_a_changed_method_of_pelicans_writer_is_noticed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert stranger({}, ()) == ""
    plain = getattr(Writer, name)

    @wraps(plain)
    def changed(*given: Any, **named: Any) -> Any:
        return plain(*given, **named)

    monkeypatch.setattr(Writer, name, changed)
    assert name in stranger({}, ())


def test_a_changed_writer_is_used(build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Writer.write_file

    def loud(self: Any, name: str, template: Any, context: Any, *rest: Any, **values: Any) -> Any:
        return plain(self, name, template, context | {"SITENAME": "LOUD"}, *rest, **values)

    monkeypatch.setattr(Writer, "write_file", loud)
    assert "LOUD" in build_site(POSTS, PLUGINS=["fast_build"], **KNOWN).text("p03.html")


def rename(_: Any, content: Any) -> None:
    content.slug = f"late-{content.slug}"


def lengthen(_: Any, content: Any) -> None:
    content._content += "<p>late</p>"


def rename_all(generators: list[Any]) -> None:
    for article in generators[0].articles:
        article.slug = f"later-{article.slug}"


def mark_articles(generator: Any) -> None:
    for article in generator.articles:
        if type(article) is Article:
            article._content += "<p>is an article</p>"


def tag_anew(generator: Any) -> None:
    generator.tags[Tag("new", generator.settings)].append(generator.articles[0])
    generator.tags[Tag("a", generator.settings)].append(generator.articles[0])


def count_files(generator: Any, writer: Any) -> None:
    pages = Path(generator.output_path).glob("p*.html")
    (Path(generator.output_path) / "count.txt").write_text(str(len([*pages])))


STRANGE: list[tuple[str, Any]] = [
    ("article_generator_write_article", rename),
    ("article_generator_write_article", lengthen),
    ("all_generators_finalized", rename_all),
    ("article_generator_finalized", mark_articles),
    ("article_generator_finalized", tag_anew),
    ("article_writer_finalized", count_files),
]


@pytest.mark.parametrize(("signal", "strange"), STRANGE)
def test_what_a_stranger_sees_and_does_is_as_in_plain_pelican(
    build_site: Callable[..., BuiltSite], tmp_path: Path, signal: str, strange: Any
) -> None:
    sites = []
    for plugins in ([], ["fast_build"]):
        with getattr(signals, signal).connected_to(strange):
            site = build_site(POSTS, PLUGINS=plugins, **SETTINGS, OUTPUT_PATH=str(tmp_path / f"out{len(sites)}"))
        sites.append({name: (site.output / name).read_bytes() for name in site.files()})
    assert sites[0] == sites[1]
    assert site.pelican.settings["FAST_BUILD_SUMMARY"] == (
        f"fast_build stands aside: it does not know {__name__!r}, which listens to {signal} (FAST_BUILD_SAFE_PLUGINS)"
    )


def test_beside_a_stranger_settings_and_objects_are_pelicans(build_site: Callable[..., BuiltSite]) -> None:
    seen: dict[str, Any] = {}

    def look(generators: list[Any]) -> None:
        settings, env = generators[0].settings, generators[0].env
        seen.update({name: value for name, value in settings.items() if name.startswith("FAST_BUILD")})
        assert "quick_markdown" not in str(settings["MARKDOWN"])
        assert "bytecode_cache" not in settings["JINJA_ENVIRONMENT"]
        assert env.template_class.__module__ == "jinja2.environment"
        assert {type(each).__module__ for each in generators} == {"pelican.generators"}
        assert {type(rows) for rows in generators[0].tags.values()} == {list}
        assert "override_url" not in vars(generators[0].articles[0])

    with signals.all_generators_finalized.connected_to(look):
        site = build_site(POSTS, PLUGINS=["fast_build"], **SETTINGS)
    assert seen.keys() == {"FAST_BUILD_RUN", "FAST_BUILD_WORKERS", "FAST_BUILD_SAFE_PLUGINS"}
    assert not (site.root / "cache/fast_build.sqlite3").exists()


def test_beside_an_unknown_plugin_nothing_is_forked(
    build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_fork(*_: Any) -> None:
        pytest.fail("forked beside a plugin of which nothing is known")

    for module in ("writing.making", "reading.ahead", "crew"):
        monkeypatch.setattr(f"fast_build.{module}.run_forked", no_fork)
    unknown = type("unknown", (), {"register": staticmethod(lambda: None)})
    site = build_site(POSTS, PLUGINS=["fast_build", unknown], **KNOWN)
    assert site.exists("p07.html")
    assert "stands aside: it does not know the plugin 'unknown'" in site.pelican.settings["FAST_BUILD_SUMMARY"]


def test_beside_known_listeners_a_new_tag_gets_a_list_of_its_own(build_site: Callable[..., BuiltSite]) -> None:
    with signals.article_generator_finalized.connected_to(tag_anew):
        site = build_site(POSTS, PLUGINS=["fast_build"], **KNOWN)
    assert site.exists("tag/new.html")
    assert "14 sources" in site.pelican.settings["FAST_BUILD_SUMMARY"]


def test_pages_of_another_writer_are_not_counted(build_site: Callable[..., BuiltSite]) -> None:
    def other(_: Any) -> type[Writer]:
        return type("Other", (Writer,), {})

    signals.get_writer.connect(other)
    site = build_site(POSTS, PLUGINS=["fast_build"], **KNOWN)
    assert site.pelican.settings["FAST_BUILD_SUMMARY"] == "14 sources (14 converted, 0 kept)"
