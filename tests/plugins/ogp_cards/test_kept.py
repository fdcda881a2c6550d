"""Printed cards that are kept from build to build."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from support.sites import BuiltSite

from ogp_cards import reprint
from ogp_cards.entries import encode_entry
from ogp_cards.kept import KeptCard, KeptCards
from ogp_cards.model import Entry
from ogp_cards.render import CardRenderer
from ogp_cards.reprint import reprint_key
from ogp_cards.store import CardStore, entry_name
from ogp_cards.story import utc_now

from .test_plugin import OTHER, SETTINGS, URL, entry, post, store_files

Build = Callable[..., BuiltSite]
LASTING = {**SETTINGS, "OGP_CARDS_MAX_AGE": 36500}
FILES = {
    "content/post.md": post(f"Text\n[[ogp:{URL}]]\nSee [[ogp:{OTHER}]]."),
    "content/own.md": post(f"[[ogp:{URL}]]", "own", day=2, more=f"Summary: See [[ogp:{OTHER}]]"),
    **store_files(entry(), entry(OTHER)),
}


@pytest.fixture
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds of this test run when the entries have been lying there for a minute."""
    now = utc_now() + timedelta(minutes=1)
    monkeypatch.setattr("ogp_cards.story.utc_now", lambda: now)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The URLs whose entries were read."""
    urls: set[str] = set()
    get = CardStore.get

    def noted(store: CardStore, url: str) -> Entry | None:
        urls.add(url)
        return get(store, url)

    monkeypatch.setattr(CardStore, "get", noted)
    return urls


def output(site: BuiltSite) -> dict[str, bytes]:
    return {name: (site.output / name).read_bytes() for name in site.files()}


def forget(site: BuiltSite) -> None:
    shutil.rmtree(site.root / "cache")
    shutil.rmtree(site.output)


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("more", [{}, {"RELATIVE_URLS": True}, {"SITEURL": "https://me.example"}], ids=str)
def test_cards_that_are_as_they_were_are_not_read(
    build_site: Build, read: set[str], more: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    first = build_site(FILES, **LASTING, **more)
    before = output(first)
    assert read == {URL, OTHER}
    assert "cards: 2 fresh" in capsys.readouterr().out
    read.clear()
    shutil.rmtree(first.output)
    assert output(build_site({}, **LASTING, **more)) == before
    assert read == set()
    assert "cards: 2 fresh" in capsys.readouterr().out


def words(root: Path) -> None:
    (root / "cards" / entry_name(URL)).write_bytes(encode_entry(entry(title="Other words")))


def authors_words(root: Path) -> None:
    (root / "cards" / entry_name(URL)).write_bytes(encode_entry(replace(entry(), overrides={"title": "Mine"})))


def no_entry(root: Path) -> None:
    (root / "cards" / entry_name(URL)).unlink()


def no_picture(root: Path) -> None:
    (root / "cards/images/0123-2.webp").unlink()


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("change", [words, authors_words, no_entry, no_picture])
def test_what_changed_in_the_store_is_printed_anew(
    build_site: Build, read: set[str], change: Callable[[Path], None]
) -> None:
    first = build_site(FILES, **LASTING)
    before = output(first)
    read.clear()
    change(first.root)
    after = output(build_site({}, **LASTING))
    assert URL in read
    assert after != before
    forget(first)
    assert output(build_site({}, **LASTING)) == {
        name: data for name, data in after.items() if name in output(first) or not name.startswith("cards/")
    }


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize(
    "change",
    [{"SITEURL": "https://me.example"}, {"RELATIVE_URLS": True}, {"OGP_CARDS_OUTPUT": "x"}, {"OGP_CARDS_MAX_AGE": 1}],
    ids=str,
)
def test_another_setting_prints_all_anew(build_site: Build, read: set[str], change: dict[str, Any]) -> None:
    first = build_site(FILES, **LASTING)
    read.clear()
    shutil.rmtree(first.output)
    after = output(build_site({}, **{**LASTING, **change}))
    assert read == {URL, OTHER}
    forget(first)
    assert output(build_site({}, **{**LASTING, **change})) == after


@pytest.mark.usefixtures("_later")
def test_with_a_themes_own_template_nothing_is_kept(build_site: Build, read: set[str]) -> None:
    own = {"own/ogp_card.html": "<i>{{ card.title }}</i>"}
    root = build_site({**FILES, **own}, **LASTING).root
    theme = {"THEME_TEMPLATES_OVERRIDES": [str(root / "own")]}
    for text in ("<i>", "<b>"):
        read.clear()
        site = build_site({"own/ogp_card.html": f"{text}{{{{ card.title }}}}"}, **LASTING, **theme)
        assert f"{text}題" in site.text("post.html")
        assert read == {URL, OTHER}


@pytest.mark.usefixtures("_later")
def test_cards_with_images_of_the_authors_are_not_kept(build_site: Build, read: set[str]) -> None:
    own = replace(entry(OTHER), overrides={"image": "/none.png"})
    files = {"content/post.md": post(f"[[ogp:{URL} | image=pic.png]]\n[[ogp:{OTHER}]]"), **store_files(entry(), own)}
    build_site(files, **LASTING)
    read.clear()
    build_site({}, **LASTING)
    assert read == {URL, OTHER}


@pytest.mark.usefixtures("_later")
def test_an_edited_post_prints_only_what_is_new_in_it(build_site: Build, read: set[str]) -> None:
    build_site({"content/post.md": post(f"[[ogp:{URL}]]"), **store_files(entry())}, **LASTING)
    new = store_files(entry("https://new.example/"))
    for text, asked in (
        (f"[[ogp:{URL}]]\n[[ogp:https://new.example/]]", {"https://new.example/"}),
        (f"[[ogp:https://new.example/]]\n[[ogp:{URL}]]", set()),
        ("[[ogp:https://new.example/]]", set()),
        (f"[[ogp:https://new.example/]]\n[[ogp:{URL} | title=Mine]]", {URL}),
    ):
        read.clear()
        site = build_site({"content/post.md": post(text), **new}, **LASTING)
        assert read == asked
        new = {}
    after = output(site)
    forget(site)
    site = build_site({}, **LASTING)
    assert {name: after[name] for name in site.files()} == output(site)


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("change", [words, authors_words, no_entry, no_picture])
def test_a_build_that_leaves_pages_alone_makes_those_whose_cards_changed(
    build_site: Build, change: Callable[[Path], None]
) -> None:
    settings = {**LASTING, "PLUGINS": ["fast_build", "ogp_cards"]}
    root = build_site(FILES, **settings).root
    change(root)
    after = output(build_site({}, **settings))
    shutil.rmtree(root / "cache")
    assert output(build_site({}, **settings)) == after


def test_an_entry_that_changed_just_now_is_read_again(build_site: Build, read: set[str]) -> None:
    build_site(FILES, **LASTING)
    read.clear()
    build_site({}, **LASTING)
    assert read == {URL, OTHER}


@pytest.mark.usefixtures("_later")
def test_cards_printed_in_other_processes_and_put_on_a_shelf_are_the_same(build_site: Build, read: set[str]) -> None:
    urls = [f"https://example.com/{number}" for number in range(40)]
    files = {f"content/{n}.md": post(f"[[ogp:{url}]]", f"p{n}", day=n % 9 + 1) for n, url in enumerate(urls)}
    stale = [replace(entry(url), card=None) if n % 10 == 9 else entry(url) for n, url in enumerate(urls)]
    one = build_site({**files, **store_files(*stale)}, **LASTING)
    before, asked = output(one), set(read)
    forget(one)
    read.clear()
    many = build_site({}, **{**LASTING, "PLUGINS": ["fast_build", "ogp_cards"], "FAST_BUILD_WORKERS": 2})
    assert output(many) == before
    assert asked == {*urls}
    assert {url for n, url in enumerate(urls) if n % 10 == 9} <= read < {*urls}, (
        "half of the entries are read elsewhere"
    )
    read.clear()
    assert output(build_site({}, **LASTING)) == before, "what was printed there is kept"
    assert read == {url for n, url in enumerate(urls) if n % 10 == 9}


class Shelf:
    """As fast_build offers one."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []

    def put(self, cards: bytes) -> Any:
        self.taken.append(cards)
        return SimpleNamespace(get=partial(self.taken.__getitem__, len(self.taken) - 1))


def test_a_shelf_is_used_where_somebody_offers_one(build_site: Build) -> None:
    before = output(build_site(FILES, **LASTING))
    shelf = Shelf()
    assert output(build_site({}, **LASTING, FAST_BUILD_SHELF=shelf)) == before
    assert len(shelf.taken) == 2


def no_database(file: Path) -> None:
    file.write_bytes(b"no database " * 1000)


def other_rows(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        assert database.execute("UPDATE posts SET cards = substr(cards, 1, length(cards) - 1)").rowcount == 2


def other_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("ALTER TABLE posts RENAME COLUMN cards TO others")


@pytest.mark.usefixtures("_later")
@pytest.mark.parametrize("break_it", [no_database, other_rows, other_table])
def test_a_broken_file_is_made_anew(build_site: Build, read: set[str], break_it: Callable[[Path], None]) -> None:
    first = build_site(FILES, **LASTING)
    before = output(first)
    break_it(first.root / "cache/ogp_cards/printed.sqlite3")
    second = build_site({}, **LASTING)
    assert output(second) == before
    assert ["dropped and printed again" in warning for warning in second.warnings] == [True]
    read.clear()
    build_site({}, **LASTING)
    assert read == set()


def test_the_key_tells_settings_jinja_and_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain, marked = CardRenderer(Environment()), CardRenderer(Environment(finalize=lambda value: f"!{value}"))
    assert reprint_key(plain, "a") == reprint_key(plain, "a")
    (tmp_path / "views.py").write_text("a = 1")
    monkeypatch.setattr(reprint, "__file__", str(tmp_path / "reprint.py"))
    keys = {reprint_key(plain, "a"), reprint_key(plain, "b"), reprint_key(marked, "a")}
    (tmp_path / "views.py").write_text("a = 10")
    keys.add(reprint_key(plain, "a"))
    assert len(keys - {None}) == 4
    assert reprint_key(CardRenderer(Environment(loader=DictLoader({"ogp_link.html": "x"}))), "a") is None


def card(element: str) -> KeptCard:
    return KeptCard(element, "u", "f", (1, 2), "t", ("images/a.webp",), b"<p>", b"p")


def test_many_cards(tmp_path: Path) -> None:
    kept, other = (KeptCards(tmp_path / "cache/x.sqlite3", key) for key in (b"a", b"b"))
    posts = {f"{number}.md": [card(f"e{number}"), card("札")] for number in range(1200)}
    assert [*kept.get_many(posts)] == []
    kept.put_many(posts)
    assert dict(kept.get_many(["7.md", "none.md", "1100.md"])) == {"7.md": posts["7.md"], "1100.md": posts["1100.md"]}
    assert dict(kept.get_many(posts)) == posts
    assert [*other.get_many(posts)] == []
    kept.put_many({"7.md": [card("new")]})
    assert dict(kept.get_many(["7.md"])) == {"7.md": [card("new")]}


def test_the_cards_of_settings_and_versions_gone_by_are_forgotten(tmp_path: Path) -> None:
    kept = {key: KeptCards(tmp_path / "x.sqlite3", key) for key in (b"a", b"b", b"c", b"d", b"e")}
    for key in (b"a", b"b", b"a", b"c", b"d"):
        kept[key].put_many({"a.md": [card("e")]})
    assert [key for key in kept if [*kept[key].get_many(["a.md"])]] == [b"a", b"b", b"c", b"d"]
    kept[b"e"].put_many({"a.md": [card("e")]})
    assert [key for key in kept if [*kept[key].get_many(["a.md"])]] == [b"a", b"c", b"d", b"e"]


def test_a_folder_that_cannot_be_written_keeps_nothing_and_is_named_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file")
    kept = KeptCards(tmp_path / "cache/x.sqlite3", b"a")
    for _ in range(2):
        kept.put_many({"a.md": [card("e")]})
        assert [*kept.get_many(["a.md"])] == []
    assert ["x.sqlite3" in record.getMessage() for record in caplog.records] == [True]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE posts SET cards = replace(cards, 'images', 'imagez')",
        "UPDATE posts SET cards = (SELECT cards FROM posts AS other WHERE other.post != posts.post)",
        "UPDATE posts SET cards = x'00'",
        "UPDATE posts SET cards = 7",
    ],
)
def test_cards_that_are_not_what_was_kept_are_dropped(tmp_path: Path, change: str) -> None:
    kept = KeptCards(tmp_path / "x.sqlite3", b"a")
    kept.put_many({"a.md": [card("first")], "b.md": [card("second")]})
    with closing(sqlite3.connect(tmp_path / "x.sqlite3", isolation_level=None)) as database:
        database.execute(change)
    assert dict(kept.get_many(["a.md", "b.md"])) == {}
    kept.put_many({"b.md": [card("anew")]})
    assert dict(kept.get_many(["a.md", "b.md"])) == {"b.md": [card("anew")]}
