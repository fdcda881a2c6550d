"""What posts and pages depend on beside their texts: whatever is not seen is taken to have changed."""

from __future__ import annotations

import datetime
import importlib
import random
import shutil
import sys
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import markdown
import pytest
from jinja2 import StrictUndefined
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from pelican.readers import MarkdownReader
from pelican.settings import DEFAULT_CONFIG
from support.sites import BuiltSite

from fast_build.keeping.converters import foreign, modules_of
from fast_build.keeping.fingerprint import settings_key
from fast_build.keeping.plain import odd_values
from fast_build.keeping.seen_through import sees_through
from fast_build.keeping.sources import code_files, files_below, plugin_files, site_files
from fast_build.settings import Settings
from fast_build.writing.templates import CompiledTemplates

ROOT = Path(__file__).parents[3]
POSTS: dict[str, str | bytes] = {
    f"content/p{n}.md": f"Title: P{n}\nDate: 2024-01-{n + 1:02}\n\nBody *{n}*.\n" for n in range(10)
}
SETTINGS: dict[str, Any] = {"PLUGINS": ["fast_build"], "THEME": "simple", "FAST_BUILD_WORKERS": 2}
EXTENSION = """
from markdown import extensions, postprocessors

class Say(postprocessors.Postprocessor):
    def run(self, text):
        return text + "WORD"

class Own(extensions.Extension):
    def extendMarkdown(self, md):
        md.postprocessors.register(Say(md), "say", 1)

def makeExtension(**config):
    return Own(**config)
"""
READER = """
from pelican.readers import MarkdownReader

class Own(MarkdownReader):
    def read(self, path):
        text, metadata = super().read(path)
        return text + "WORD", metadata
"""


def summary(site: BuiltSite) -> str:
    return str(site.pelican.settings["FAST_BUILD_SUMMARY"])


@pytest.fixture
def own_module(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], ModuleType]:
    """Writes a module of the site's own and imports it, as a run of Pelican would."""
    folder = tmp_path / "modules"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)

    def write(code: str) -> ModuleType:
        (folder / "site_own_code.py").write_text(code)
        monkeypatch.delitem(sys.modules, "site_own_code", raising=False)
        importlib.invalidate_caches()
        shutil.rmtree(folder / "__pycache__", ignore_errors=True)
        return importlib.import_module("site_own_code")

    return write


@pytest.mark.parametrize("safe", [(), ("site_own_code",)], ids=["unknown", "named"])
@pytest.mark.parametrize(
    ("code", "setting"),
    [
        (EXTENSION, lambda own: {"MARKDOWN": {"extensions": ["site_own_code"]}}),
        (EXTENSION, lambda own: {"MARKDOWN": {"extensions": [own.Own()]}}),
        (READER, lambda own: {"READERS": {"md": own.Own}}),
    ],
    ids=["extension", "instance", "reader"],
)
def test_code_that_converts_is_known_or_runs_in_every_build(
    build_site: Callable[..., BuiltSite],
    own_module: Callable[[str], ModuleType],
    code: str,
    setting: Callable[[ModuleType], dict[str, Any]],
    safe: tuple[str, ...],
) -> None:
    def built(word: str) -> BuiltSite:
        given = setting(own_module(code.replace("WORD", word)))
        return build_site(POSTS, **SETTINGS, **given, FAST_BUILD_SAFE_PLUGINS=safe)

    assert "first" in built("first").text("p3.html")
    assert ("10 kept" if safe else "10 converted") in summary(built("first"))
    changed = built("second")
    assert "second" in changed.text("p3.html")
    assert "10 converted" in summary(changed)


@pytest.mark.parametrize(
    ("extension", "safe", "unknown"),
    [
        ("toc", (), []),
        ("markdown.extensions.tables:TableExtension", (), []),
        ("pymdownx.superfences", (), []),
        ("pymdownx.snippets", (), ["pymdownx.snippets"]),
        ("pymdownx.b64", (), ["pymdownx.b64"]),
        ("pymdownx.snippets", ("pymdownx",), []),
        ("someone.elses", (), ["someone.elses"]),
        ("someone.elses", ("someone",), []),
        ("headings.extension", (), []),
        ("pelican.plugins.headings.extension", (), []),
        ("pelican.plugins.others", (), ["pelican.plugins.others"]),
    ],
)
def test_known_extensions(extension: str, safe: tuple[str, ...], unknown: list[str]) -> None:
    options = Settings(safe_plugins=safe)
    for settings in ({"extensions": [extension]}, {"extension_configs": {extension: {}}}):
        assert foreign(modules_of({"MARKDOWN": settings}, []), options) == unknown


def test_an_object_that_an_extension_is_given_is_known_too(own_module: Callable[[str], ModuleType]) -> None:
    own = own_module("class Index: pass\ndef slug(text, sep): return text\n")
    for given in (own, own.Index, own.Index(), own.slug):
        configs = {"extension_configs": {"toc": {"deep": [given]}}}
        assert foreign(modules_of({"MARKDOWN": configs}, []), Settings()) == ["site_own_code"]
    installed = {"extension_configs": {"toc": {"deep": [markdown, Extension, datetime.date, slugify, len]}}}
    assert foreign(modules_of({"MARKDOWN": installed}, [MarkdownReader(dict(DEFAULT_CONFIG))]), Settings()) == []


def test_a_named_package_counts_with_all_its_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("one.py", "package/__init__.py", "package/deep/helper.py", "package/data.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).touch()
    found = code_files({"one", "package.deep.helper", "markdown", "of_none_at_all"})
    assert {path.relative_to(tmp_path).as_posix() for path in found} == {
        *("one.py", "package/__init__.py", "package/deep/helper.py")
    }


def test_plugins_of_a_single_file_count(tmp_path: Path) -> None:
    for name in ("one.py", "two/__init__.py", "two/style.css", "three.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    settings = {**DEFAULT_CONFIG, "PLUGIN_PATHS": [str(tmp_path)], "PLUGINS": ["one", "two"], "THEME": "none"}
    assert {path.name for path in plugin_files(settings)} == {"one.py", "__init__.py"}
    assert {path.name for path in site_files(settings)} == {"one.py", "__init__.py", "style.css"}


def test_files_behind_links_count_and_links_that_lead_back_do_not_hang(tmp_path: Path) -> None:
    (tmp_path / "shared/deep").mkdir(parents=True)
    (tmp_path / "shared/deep/part.html").touch()
    (tmp_path / "shared/part.pyc").touch()
    (tmp_path / "theme").mkdir()
    (tmp_path / "theme/one").symlink_to("../shared")
    (tmp_path / "theme/two").symlink_to("../shared/deep")
    (tmp_path / "shared/deep/back").symlink_to("../../theme")
    (tmp_path / "theme/gone").symlink_to("nowhere")
    names = {path.relative_to(tmp_path / "theme").as_posix() for path in files_below(tmp_path / "theme")}
    assert names == {"one/deep/part.html", "two/part.html"}


def test_a_template_among_the_contents_is_seen_when_it_changes(build_site: Callable[..., BuiltSite]) -> None:
    settings = SETTINGS | {"TEMPLATE_PAGES": {"books.html": "books/index.html"}, "ARTICLE_EXCLUDES": ["."]}
    for text in ("first", "second"):
        site = build_site({**POSTS, "content/books.html": f"{text} of {{{{ SITENAME }}}}"}, **settings)
        assert site.text("books/index.html") == f"{text} of Test"


def test_only_pelicans_own_addresses_play_no_part_in_reading() -> None:
    def key(**settings: Any) -> bytes:
        return settings_key(settings, [])

    assert key(ARTICLE_URL="a", TAG_SAVE_AS="b") == key(ARTICLE_URL="c", TAG_SAVE_AS="d")
    assert key(CDN_URL="a") != key(CDN_URL="b")


def clear(**settings: Any) -> bool:
    return sees_through({**DEFAULT_CONFIG, **settings}, Settings(safe_plugins=("one",)))


class Nav:
    pass


@pytest.mark.parametrize("value", [len, Nav, Nav(), random, [{"deep": Nav()}], {Nav: 1}, lambda: 1, random.random])
def test_a_setting_that_could_be_called_is_not_seen_through(value: Any) -> None:
    assert not clear(OWN=value)
    assert clear(READERS={"md": value}, own=value, FAST_BUILD_RUN=value)


def test_plain_settings_and_those_of_known_plugins_are_seen_through() -> None:
    plain = {"a": [1, 2.5, "x", None, b"y", {"z"}, (datetime.UTC, datetime.date(2024, 1, 1))], 3: Path("a")}
    plain["itself"] = [plain, OrderedDict(a=range(3))]
    assert list(odd_values(plain)) == []
    assert clear(OWN=plain)
    for name, known in {"headings.settings": True, "one": True, "two": False}.items():
        assert clear(OWN=type("Options", (), {"__module__": name})()) is known
    assert clear(OWN=type("Options", (), {"__module__": "pelican.plugins.headings"})())


def test_pages_whose_template_asks_the_clock_are_made_in_every_build(build_site: Callable[..., BuiltSite]) -> None:
    files = {"templates/article.html": "{{ article.title }} {{ range(10**9)|random }}"}
    site = build_site({**POSTS, **files}, **SETTINGS)
    given = {**SETTINGS, "THEME_TEMPLATES_OVERRIDES": [str(site.root / "templates")]}
    texts = [build_site({}, **given).text("p3.html") for _ in range(2)]
    assert texts[0] != texts[1]


def test_jinjas_own_settings_are_seen_through_and_a_sites_functions_in_them_not(tmp_path: Path) -> None:
    assert clear(JINJA_ENVIRONMENT={"undefined": StrictUndefined, "bytecode_cache": CompiledTemplates()})
    assert not clear(JINJA_ENVIRONMENT={"finalize": lambda value: value})


def test_an_object_of_a_module_named_as_safe_is_seen_when_its_code_changes(
    build_site: Callable[..., BuiltSite], own_module: Callable[[str], ModuleType]
) -> None:
    template = {"templates/article.html": "{{ NAV.said() }}"}
    code = "class Nav:\n    def said(self): return 'WORD'\n"

    def built(word: str) -> BuiltSite:
        site = build_site({**POSTS, **template}, **SETTINGS)
        given = {"THEME_TEMPLATES_OVERRIDES": [str(site.root / "templates")], "OUTPUT_PATH": str(site.root / "other")}
        nav = own_module(code.replace("WORD", word)).Nav()
        return build_site({}, **SETTINGS | given, NAV=nav, FAST_BUILD_SAFE_PLUGINS=["site_own_code"])

    assert built("first").text("p3.html") == "first"
    assert "(0 made" in summary(built("first"))
    assert built("second").text("p3.html") == "second"


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_nothing_is_kept_beside_an_unknown_plugin(
    build_site: Callable[..., BuiltSite], tmp_path: Path, workers: int
) -> None:
    (tmp_path / "unknown_plugin.py").write_text("def register(): pass\n")
    settings = SETTINGS | {"FAST_BUILD_WORKERS": workers, "PLUGIN_PATHS": [str(tmp_path), str(ROOT / "plugins")]}
    kept = settings | {"PLUGINS": ["fast_build", "unknown_plugin"], "FAST_BUILD_SAFE_PLUGINS": ["unknown_plugin"]}
    build_site(POSTS, **kept)
    assert "10 kept" in summary(build_site(POSTS, **kept))
    unknown = kept | {"FAST_BUILD_SAFE_PLUGINS": []}
    for _ in range(2):
        site = build_site(POSTS, **unknown)
        assert "stands aside" in summary(site)
        assert "kept" not in summary(site)


def test_a_wrong_setting_is_named_once_and_with_what_was_given(caplog: pytest.LogCaptureFixture) -> None:
    options = Settings.of({"FAST_BUILD_SAFE_PLUGINS": [1, 2], "FAST_BUILD_WORKERS": -1, "FAST_BUILD_KEEP": False})
    assert options == Settings(keep=False)
    lines = [record.getMessage() for record in caplog.records]
    assert len(lines) == 2
    assert "FAST_BUILD_SAFE_PLUGINS: [1, 2] is not usable" in "".join(lines)


def test_a_name_that_is_no_setting_is_told(build_site: Callable[..., BuiltSite]) -> None:
    site = build_site(POSTS, **SETTINGS, FAST_BUILD_WROKERS=2)
    assert ["FAST_BUILD_WROKERS is no setting" in warning for warning in site.warnings] == [True]


def test_as_many_processes_as_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings(workers=9).processes == 9
    assert Settings().processes >= 1
    monkeypatch.delattr("os.fork")
    assert Settings(workers=9).processes == 1
