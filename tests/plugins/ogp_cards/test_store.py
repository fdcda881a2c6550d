"""The card store: its file format, and that nothing gets lost."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_cards.entries import decode_entry, encode_entry
from ogp_cards.errors import NewerEntry, UnreadableEntry
from ogp_cards.links import parse_link
from ogp_cards.model import Card, Entry, Failure, PageFields, Picture
from ogp_cards.store import CardStore, entry_name

URL = "https://www.nature.com/articles/d41586-025-00259-0"
TIME = datetime(2025, 1, 30, 10, tzinfo=UTC)
ENTRY = Entry(
    URL,
    Card(
        PageFields(
            title="札の題",
            description="“About” \\ it",
            site_name="Nature",
            image="https://a.example/x.jpg",
            image_alt="alt",
            icon="https://a.example/i.ico",
            lang="en",
            kind="article",
            published="2025-01-30",
            author="A. Author",
        ),
        TIME,
        Picture("images/0123.webp", 240, 126, "images/4567.webp"),
        Picture("images/89ab.webp", 16, 16),
        '"etag"',
        "Thu, 30 Jan 2025 10:00:00 GMT",
    ),
    Failure("the server answered 503", 2, TIME, TIME, TIME, for_good=True),
    {"title": "私の題"},
)
FILE = """{
  "format": 1,
  "url": "https://www.nature.com/articles/d41586-025-00259-0",
  "card": {
    "title": "札の題",
    "description": "“About” \\\\ it",
    "site_name": "Nature",
    "image": "https://a.example/x.jpg",
    "image_alt": "alt",
    "icon": "https://a.example/i.ico",
    "lang": "en",
    "kind": "article",
    "published": "2025-01-30",
    "author": "A. Author",
    "fetched": "2025-01-30T10:00:00Z",
    "thumbnail": {
      "file": "images/0123.webp",
      "file_2x": "images/4567.webp",
      "width": 240,
      "height": 126
    },
    "favicon": {
      "file": "images/89ab.webp",
      "width": 16,
      "height": 16
    },
    "etag": "\\"etag\\"",
    "last_modified": "Thu, 30 Jan 2025 10:00:00 GMT"
  },
  "failure": {
    "reason": "the server answered 503",
    "count": 2,
    "first": "2025-01-30T10:00:00Z",
    "last": "2025-01-30T10:00:00Z",
    "next_try": "2025-01-30T10:00:00Z",
    "for_good": true
  },
  "overrides": {
    "title": "私の題"
  }
}
"""
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_file_format() -> None:
    assert encode_entry(ENTRY).decode() == FILE
    assert decode_entry(FILE.encode(), URL) == ENTRY


PAGES = st.builds(PageFields, *[TEXTS] * 10)
FIELDS = [
    "card",
    "failure",
    "overrides",
    "title",
    "fetched",
    "thumbnail",
    "file",
    "count",
    "first",
    "last",
    "next_try",
    "width",
    "height",
]
DATA = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(FIELDS) | TEXTS, inner),
)


@given(PAGES, TEXTS, st.dictionaries(st.sampled_from(["title", "image"]), TEXTS))
def test_any_entry_comes_back(page: PageFields, etag: str, overrides: dict[str, str]) -> None:
    entry = Entry(URL, Card(page, TIME, etag=etag), None, overrides)  # type: ignore[arg-type]
    assert decode_entry(encode_entry(entry), URL) == entry


@given(DATA)
def test_anything_else_is_unreadable_or_an_entry(data: object) -> None:
    whole = {"format": 1, "url": URL, **data} if isinstance(data, dict) else data
    try:
        entry = decode_entry(json.dumps(whole).encode(), URL)
    except (UnreadableEntry, NewerEntry):
        return
    assert decode_entry(encode_entry(entry), URL) == entry


COVER = Picture(
    "images/0a.webp",
    1440,
    756,
    narrower=(Picture("images/0b.webp", 480, 252),),
    share=Picture("images/0c.jpg", 1200, 630),
)


def test_a_cover_is_kept_with_its_sizes() -> None:
    entry = Entry(URL, replace(ENTRY.card, cover=COVER))
    assert decode_entry(encode_entry(entry), URL) == entry
    assert COVER.files == ("images/0a.webp", "images/0b.webp", "images/0c.jpg")


@pytest.mark.parametrize("written", ["images/0b.webp", "images/0c.jpg"])
@pytest.mark.parametrize("name", ["../0.webp", "images/x.svg", 1])
def test_a_size_that_is_no_picture_of_the_store_makes_the_entry_unreadable(written: str, name: str | int) -> None:
    data = encode_entry(Entry(URL, replace(ENTRY.card, cover=COVER)))
    with pytest.raises(UnreadableEntry):
        decode_entry(data.replace(json.dumps(written).encode(), json.dumps(name).encode()), URL)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "images/../x.webp", "images/x.svg", "/images/x.webp", "images/x.webp\n", "x.webp"]
)
def test_a_picture_is_a_file_of_the_store(name: str) -> None:
    with pytest.raises(UnreadableEntry):
        decode_entry(FILE.replace("images/0123.webp", json.dumps(name)[1:-1]).encode(), URL)


def test_file_names() -> None:
    assert entry_name(URL) == "www-nature-com-6d30e543df3c6eb8.json"
    assert entry_name(parse_link("https://日本語.jp:8443/../../etc").key).startswith("xn-wgv71a119e-jp-8443-")
    assert len(entry_name("https://" + "a" * 300 + "/")) < 90


def test_keeping_and_reading(tmp_path: Path) -> None:
    store = CardStore(tmp_path / "cards")
    assert store.get(URL) is None
    assert store.change(URL, lambda entry: replace(ENTRY, overrides=entry.overrides)) == replace(ENTRY, overrides={})
    store.change(URL, lambda entry: replace(entry, overrides={"title": "mine"}))
    assert store.get(URL) == replace(ENTRY, overrides={"title": "mine"})
    assert [store.read_file(path).url for path in store.files()] == [URL]
    assert [path.name for path in (tmp_path / "cards").iterdir()] == [entry_name(URL)]


def test_an_unchanged_entry_is_not_written(tmp_path: Path) -> None:
    store = CardStore(tmp_path)
    store.change(URL, lambda _: ENTRY)
    before = store.path(URL).stat()
    store.change(URL, lambda entry: entry)
    assert store.path(URL).stat() == before


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[]", b"\xff", b"<<<<<<< HEAD", b"[" * 100_000, FILE.replace("www.nature", "www.science").encode()],
)
def test_what_is_no_entry_is_absent_and_put_aside_when_a_new_one_comes(tmp_path: Path, data: bytes) -> None:
    store = CardStore(tmp_path)
    store.path(URL).write_bytes(data)
    assert store.get(URL) is None
    assert store.get(URL) is None
    assert len(store.unreadable) == 1
    store.change(URL, lambda _: ENTRY)
    assert store.get(URL) == ENTRY
    assert (tmp_path / "unreadable" / entry_name(URL)).read_bytes() == data


def test_what_was_put_aside_is_named_until_it_is_gone_and_never_overwritten(tmp_path: Path) -> None:
    store, name = CardStore(tmp_path), entry_name(URL)
    for data in (b"first", b"second", b"third"):
        store.path(URL).write_bytes(data)
        assert store.get(URL) is None
        store.change(URL, lambda _: ENTRY)
    aside = {f"{name}{end}": data for end, data in (("", b"first"), ("-2", b"second"), ("-3", b"third"))}
    assert {path.name: path.read_bytes() for path in (tmp_path / "unreadable").iterdir()} == aside
    assert [path.name for path in store.files()] == [name]
    advice = f"was put aside; copy words of your own from it into {name}, and delete it"
    told = {path.name: said for path, said in store.complaints().items()}
    assert told.keys() == aside.keys()
    assert all("(JSONDecodeError: " in said and said.endswith(f"; it {advice}") for said in told.values())
    later = {path.name: said for path, said in CardStore(tmp_path).complaints().items()}
    assert later == dict.fromkeys(sorted(aside), f"it is no entry, so it {advice}")
    for file in aside:
        (tmp_path / "unreadable" / file).unlink()
    assert CardStore(tmp_path).complaints() == CardStore(tmp_path / "none").complaints() == {}


def test_a_newer_entry_is_left_alone(tmp_path: Path) -> None:
    store = CardStore(tmp_path)
    data = b'{"format": 2, "what": "we do not know"}'
    store.path(URL).write_bytes(data)
    assert store.get(URL) is None
    with pytest.raises(NewerEntry):
        store.change(URL, lambda _: ENTRY)
    assert store.path(URL).read_bytes() == data


def test_a_file_under_a_foreign_name(tmp_path: Path) -> None:
    (tmp_path / "other.json").write_bytes(FILE.encode())
    with pytest.raises(UnreadableEntry, match="whose file is www-nature-com"):
        CardStore(tmp_path).read_file(tmp_path / "other.json")


def test_changes_at_the_same_time_all_count(tmp_path: Path) -> None:
    start = Barrier(8)

    def count() -> None:
        store = CardStore(tmp_path)
        start.wait()
        for _ in range(5):
            store.change(
                URL, lambda entry: replace(entry, overrides={"title": str(int(entry.overrides.get("title", "0")) + 1)})
            )

    threads = [Thread(target=count) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entry = CardStore(tmp_path).get(URL)
    assert entry and entry.overrides == {"title": "40"}
