"""When a kept post is used again, when not, and what a damaged or shared cache does."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pickle
import shutil
import sqlite3
import sys
import threading
import time
import tracemalloc
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pelican.plugins import signals
from pelican.readers import MarkdownReader
from pelican.urlwrappers import Tag
from support.sites import BuiltSite

from fast_build.keeping.digests import UnstableError
from fast_build.keeping.fingerprint import post_key, settings_key
from fast_build.keeping.kept import Kept
from fast_build.reading.packing import NotPackableError, pack, unpack

POSTS: dict[str, str | bytes] = {
    f"content/p{n}.md": f"Title: P{n}\nDate: 2024-01-{n + 1:02}\n\nBody *{n}*.\n" for n in range(10)
}
SETTINGS: dict[str, Any] = {"PLUGINS": ["fast_build"], "THEME": "simple", "FAST_BUILD_WORKERS": 2}


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], int]:
    """How many files readers have read since the last call, in this process and its forks."""
    log = tmp_path / "reads"
    log.touch()
    read = MarkdownReader.read

    def noted(self: MarkdownReader, path: str) -> Any:
        with log.open("a") as file:
            file.write("x")
        return read(self, path)

    monkeypatch.setattr(MarkdownReader, "read", noted)

    def since() -> int:
        count = log.stat().st_size
        log.write_text("")
        return count

    return since


def test_nothing_is_converted_twice(build_site: Callable[..., BuiltSite], reads: Callable[[], int]) -> None:
    first = build_site(POSTS, **SETTINGS)
    assert reads() == 10
    for path in (first.root / "content").iterdir():
        os.utime(path, (1, 1))
    build_site(POSTS, **SETTINGS)
    assert reads() == 0


def test_a_changed_post_and_a_changed_setting_are_read_again(
    build_site: Callable[..., BuiltSite], reads: Callable[[], int]
) -> None:
    build_site(POSTS, **SETTINGS)
    reads()
    site = build_site({"content/p3.md": "Title: P3\nDate: 2024-01-04\n\nAnother body.\n"}, **SETTINGS)
    assert reads() == 1
    assert "Another body." in site.text("p3.html")
    build_site({}, **SETTINGS, MARKDOWN={"extension_configs": {"markdown.extensions.toc": {}}})
    assert reads() == 10
    build_site(
        {}, **SETTINGS, SITEURL="https://example.org", MARKDOWN={"extension_configs": {"markdown.extensions.toc": {}}}
    )
    assert reads() == 0, "the site's address plays no part in reading"


@pytest.mark.parametrize("workers", [1, 2])
def test_what_is_saved_while_a_build_reads_is_not_kept_for_what_was_there_before(
    build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    settings = SETTINGS | {"FAST_BUILD_WORKERS": workers}
    old, read = POSTS["content/p5.md"], MarkdownReader.read

    def late(self: MarkdownReader, path: str) -> Any:
        if path.endswith("p5.md"):
            Path(path).write_text("Title: P5\nDate: 2024-01-06\n\nSaved meanwhile.\n")
        return read(self, path)

    with monkeypatch.context() as patched:
        patched.setattr(MarkdownReader, "read", late)
        assert "Saved meanwhile." in build_site(POSTS, **settings).text("p5.html")
    site = build_site({"content/p5.md": old}, **settings)
    assert "Body <em>5</em>." in site.text("p5.html")


def test_a_changed_extension_of_the_sites_own_is_noticed(
    build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    code = "from markdown import extensions, postprocessors\n\nclass Say(postprocessors.Postprocessor):\n    def run(self, text):\n"
    code += "        return text + 'WORD'\n\nclass Own(extensions.Extension):\n    def extendMarkdown(self, md):\n"
    code += "        md.postprocessors.register(Say(md), 'say', 1)\n\ndef makeExtension(**config):\n    return Own(**config)\n"
    monkeypatch.syspath_prepend(tmp_path)
    for word in ("first", "second"):
        (tmp_path / "own_markdown_extension.py").write_text(code.replace("WORD", word))
        monkeypatch.delitem(sys.modules, "own_markdown_extension", raising=False)
        importlib.invalidate_caches()
        shutil.rmtree(tmp_path / "__pycache__", ignore_errors=True)
        site = build_site(POSTS, **SETTINGS, MARKDOWN={"extensions": ["own_markdown_extension"]})
        assert word in site.text("p3.html")


def test_a_post_that_warns_is_heard_in_every_build(build_site: Callable[..., BuiltSite]) -> None:
    bad = POSTS | {"content/bad.md": "Title: A\nDate: 2024-02-02\nDate: 2024-02-03\n\nText.\n"}
    for _ in range(2):
        assert any("bad.md" in line for line in build_site(bad, **SETTINGS).warnings)


def test_posts_are_asked_for_in_the_order_in_which_they_are_converted(build_site: Callable[..., BuiltSite]) -> None:
    asked: list[str] = []

    def listen(generator: Any) -> None:
        ask = generator.readers.get_cached_data
        generator.readers.get_cached_data = lambda path, *rest: asked.append(Path(path).name) or ask(path, *rest)

    with signals.article_generator_preread.connected_to(lambda generator: asked or listen(generator)):
        build_site(POSTS, **SETTINGS)
    assert asked[1:] == sorted(asked[1:])
    assert len(asked) > 5


def test_a_broken_cache_is_dropped_with_one_line(build_site: Callable[..., BuiltSite]) -> None:
    site = build_site(POSTS, **SETTINGS)
    (site.root / "cache" / "fast_build.sqlite3").write_bytes(b"rubbish" * 4096)
    again = build_site({}, **SETTINGS)
    assert len(again.warnings) == 1
    assert "dropped and made again" in again.warnings[0]
    assert build_site({}, **SETTINGS).warnings == []


def test_a_worker_that_dies_costs_no_post(
    build_site: Callable[..., BuiltSite], monkeypatch: pytest.MonkeyPatch
) -> None:
    parent, read = os.getpid(), MarkdownReader.read

    def deadly(self: MarkdownReader, path: str) -> Any:
        if path.endswith("p5.md") and os.getpid() != parent:
            os._exit(9)
        return read(self, path)

    monkeypatch.setattr(MarkdownReader, "read", deadly)
    site = build_site(POSTS, **SETTINGS)
    assert [name for name in site.files() if name.startswith("p") and name.endswith(".html")] == [
        f"p{n}.html" for n in range(10)
    ]


def fill(path: Path, start: int) -> None:
    for number in range(start, start + 50):
        kept = Kept(path)
        kept.put_many({str(number).encode(): b"v"}, [], now=1_000_000, days=60)
        kept.close()


def test_two_builds_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    workers = [multiprocessing.get_context("fork").Process(target=fill, args=(path, start)) for start in (0, 50)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(dict(Kept(path).get_many(str(n).encode() for n in range(100)))) == 100


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    kept, day = Kept(tmp_path / "kept.sqlite3"), 86_400
    kept.put_many({b"old": b"1", b"used": b"2"}, [], now=0, days=60)
    kept.put_many({}, [b"used"], now=50 * day, days=60)
    kept.put_many({}, [], now=70 * day, days=60)
    assert dict(kept.get_many([b"old", b"used"])) == {b"used": b"2"}


def test_kept_values_are_never_all_in_memory(tmp_path: Path) -> None:
    kept, keys, size = Kept(tmp_path / "kept.sqlite3"), [bytes([number]) for number in range(100)], 100_000
    kept.put_many(dict.fromkeys(keys, b"x" * size), [], now=0, days=60)
    tracemalloc.start()
    try:
        assert sum(len(value) for _, value in kept.get_many(keys)) == 100 * size
        assert tracemalloc.get_traced_memory()[1] < 10 * size
    finally:
        tracemalloc.stop()


def test_a_file_of_an_earlier_version_is_used(tmp_path: Path) -> None:
    path = tmp_path / "kept.sqlite3"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE kept (key BLOB PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)")
    Kept(path).put_many({b"key": b"value"}, [], now=5, days=60)
    assert dict(Kept(path).get_many([b"key"])) == {b"key": b"value"}
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("SELECT used FROM kept").fetchall() == [(5,)]


def spoilt(path: Path, change: str) -> Kept:
    kept = Kept(path)
    kept.put_many({b"a": b"first" * 99, b"b": b"second" * 99}, [], now=5, days=60)
    kept.close()
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(change)
    return kept


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE kept SET value = substr(value, 1, 100) || x'00' || substr(value, 102)",
        "UPDATE kept SET value = x'00' || substr(value, 2)",
        "UPDATE kept SET value = x''",
        "UPDATE kept SET value = (SELECT value FROM kept AS other WHERE other.key != kept.key)",
        "UPDATE kept SET value = 7",
        "UPDATE kept SET value = CAST(x'c328' AS TEXT)",
    ],
)
def test_what_is_not_what_was_put_is_not_kept(tmp_path: Path, change: str, caplog: pytest.LogCaptureFixture) -> None:
    kept = spoilt(tmp_path / "kept.sqlite3", change)
    assert dict(kept.get_many([b"a", b"b"])) == {}
    assert kept.get(b"a") == b""
    assert [record.getMessage().endswith("dropped and made again.") for record in caplog.records] == [True]
    kept.put_many({b"a": b"anew"}, [], now=5, days=60)
    assert dict(Kept(tmp_path / "kept.sqlite3").get_many([b"a", b"b"])) == {b"a": b"anew"}


def test_damage_that_sqlite_does_not_see_costs_no_post_and_no_page(build_site: Callable[..., BuiltSite]) -> None:
    site = build_site(POSTS, **SETTINGS)
    before = {name: site.text(name) for name in site.files()}
    with closing(sqlite3.connect(site.root / "cache/fast_build.sqlite3", isolation_level=None)) as database:
        database.execute("UPDATE kept SET value = replace(value, 'Body', 'Bady')")
    (site.output / "p3.html").unlink()
    again = build_site({}, **SETTINGS)
    assert {name: again.text(name) for name in again.files()} == before
    assert len(again.warnings) == 1
    assert "10 kept" in build_site({}, **SETTINGS).pelican.settings["FAST_BUILD_SUMMARY"]


def a_folder(path: Path) -> None:
    path.mkdir()


def no_folder(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("")


def another_table(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE kept (other)")


@pytest.mark.parametrize("put_there", [a_folder, no_folder])
def test_a_file_that_cannot_be_used_is_named_once_and_left_alone(
    tmp_path: Path, put_there: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "cache/kept.sqlite3"
    path.parent.mkdir()
    put_there(path)
    kept = Kept(path)
    for _ in range(2):
        kept.put_many({b"a": b"1"}, [b"a"], now=5, days=60)
        assert kept.get(b"a") == b""
        kept.close()
    assert [str(path) in record.getMessage() for record in caplog.records] == [True]
    assert path.exists() or path.parent.is_file()


def unknown_version(path: Path) -> None:
    Kept(path).put_many({b"b": b"1"}, [], now=5, days=60)
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x03")


@pytest.mark.parametrize("put_there", [another_table, unknown_version])
def test_a_file_in_which_something_else_stands_is_made_anew(
    tmp_path: Path, put_there: Callable[[Path], None], caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "kept.sqlite3"
    put_there(path)
    for _ in range(2):
        kept = Kept(path)
        kept.put_many({b"a": b"1"}, [b"a"], now=5, days=60)
        kept.close()
    kept.put_many({b"a": b"1"}, [b"a"], now=5, days=60)
    assert kept.get(b"a") == b"1"
    assert [record.getMessage().endswith("dropped and made again.") for record in caplog.records] == [True]


def test_a_full_disk_is_said_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kept = Kept(tmp_path / "kept.sqlite3")
    kept.put_many({b"a": b"1"}, [], now=5, days=60)
    kept._open().execute("PRAGMA max_page_count = 3")  # type: ignore[union-attr]
    for _ in range(2):
        kept.put_many({b"b": b"x" * 1_000_000}, [], now=5, days=60)
    assert ["is full" in record.getMessage() for record in caplog.records] == [True]
    assert dict(Kept(tmp_path / "kept.sqlite3").get_many([b"a", b"b"])) == {b"a": b"1"}


def test_a_file_that_another_process_keeps_is_waited_for_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "kept.sqlite3"
    Kept(path).put_many({b"a": b"1"}, [], now=5, days=60)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        kept, started = Kept(path, patience=0.2), time.monotonic()
        for _ in range(20):
            assert kept.find([b"a"]) == frozenset()
            kept.put_many({b"b": b"2"}, [b"a"], now=5, days=60)
            kept.close()
        assert time.monotonic() - started < 1
    assert ["locked" in record.getMessage() for record in caplog.records] == [True]


def test_only_plain_values_come_back() -> None:
    settings = {"TAG_URL": "x"}
    html, metadata = unpack(pack(("<p>", {"tags": [Tag("a", settings)]}), settings), settings) or ("", {})
    assert html == "<p>"
    assert metadata["tags"][0].settings is settings
    assert unpack(pickle.dumps(("x", {"f": os.system})), settings) is None
    assert unpack(b"rubbish", settings) is None
    with pytest.raises(NotPackableError):
        pack(("x", {"f": lambda: 0}), settings)


def test_keys_tell_settings_apart() -> None:
    def key(**settings: Any) -> bytes:
        return settings_key(settings, [])

    assert key(A={"b": 1, "c": [2]}) == key(A={"b": 1, "c": [2]})
    assert key(A=1) != key(A="1")
    assert key(A=1, SITEURL="x") == key(A=1, SITEURL="y")
    assert key(F=lambda x: x + 1) != key(F=lambda x: x + 2)
    assert post_key(b"s", "a.md", b"x") != post_key(b"s", "b.md", b"x")
    assert key(PLUGIN_PATHS=["/here/plugins"]) == key(PLUGIN_PATHS=["/there/plugins"])
    with pytest.raises(UnstableError):
        key(A=threading.Lock())


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("def helper(x): return x", "def helper(x): return x + 1", False),
        ("def helper(x): return x", "def helper(x): return x\nunused = 1", True),
        ("deep = 1\ndef helper(x): return x + deep", "deep = 2\ndef helper(x): return x + deep", False),
        ("def helper(x): return own(x) if x else 0", "def helper(x): return own(x) if x else 1", False),
        ("def helper(x): return [own for _ in x]", "def helper(x): return [own for _ in x]", True),
    ],
)
def test_a_function_of_the_site_is_also_what_it_calls(one: str, other: str, *, same: bool) -> None:
    def key(source: str) -> bytes:
        names: dict[str, Any] = {}
        code = f"{source}\ndef own(value): return (lambda: helper(value))()\n"
        exec(compile(code, "/a/site/pelicanconf.py", "exec"), names)
        return settings_key({"F": names["own"]}, [])

    assert (key(one) == key(other)) is same
