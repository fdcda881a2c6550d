"""The author's own words: any field, in an entry's file or in a post, before what the page says and through every refresh."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from support.hostile import Server, answer
from support.sites import BuiltSite

from ogp_cards.entries import decode_entry, encode_entry
from ogp_cards.model import Card, Entry, PageFields, Picture
from ogp_cards.store import entry_name
from ogp_cards.words import FIELDS, mistake, mistakes, page_of

Build = Callable[..., BuiltSite]
URL = "https://a.example/x"
OWN = {
    "title": "私の題",
    "description": "My words",
    "site_name": "My site",
    "image": "/own/image.png",
    "image_alt": "My alt",
    "icon": "/own/icon.png",
    "lang": "de",
    "kind": "video",
    "published": "2020-02-02",
    "author": "Me",
}
PAGE = PageFields("Title", "About", "Site", "https://a.example/i.png", "Alt", "", "en", "article", "2025-01-01", "They")
OFFLINE = {"PLUGINS": ["ogp_cards"], "THEME": "simple", "OGP_CARDS_OFFLINE": True, "STATIC_PATHS": []}


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


def png(width: int, height: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "teal").save(file, "PNG")
    return file.getvalue()


def known(url: str = URL, *, pictures: bool = True, **words: str) -> Entry:
    image = Picture("images/0123.webp", 240, 126) if pictures else None
    return Entry(url, Card(PAGE, datetime(2025, 1, 1, tzinfo=UTC), image), overrides=words)


def site_files(text: str, *entries: Entry, **more: str | bytes) -> dict[str, str | bytes]:
    return {
        "content/post.md": f"Title: Post\nDate: 2025-01-01\nSlug: post\n\n{text}\n",
        "content/own/image.png": png(480, 252),
        "content/own/icon.png": png(32, 32),
        "cards/images/0123.webp": b"picture",
        **{f"cards/{entry_name(entry.url)}": encode_entry(entry) for entry in entries},
        **more,
    }


def shown(site: BuiltSite) -> dict[str, str | None]:
    """What a reader sees of the only card, by field."""
    (card,) = site.page("post.html").select(".ogp-card")

    def text(name: str) -> str | None:
        return found.get_text() if (found := card.select_one(name)) else None

    image, icon = card.select_one(".ogp-card-image"), card.select_one(".ogp-card-icon")
    return {
        "title": text(".ogp-card-title"),
        "description": text(".ogp-card-description"),
        "site_name": text(".ogp-card-site"),
        "image": image and image["src"],
        "image_alt": image and image["alt"],
        "icon": icon and icon["src"],
        "lang": card.get("lang"),
        "kind": text(".ogp-card-kind"),
        "published": text(".ogp-card-date"),
        "author": text(".ogp-card-author"),
    }


def assert_own(site: BuiltSite) -> None:
    found = shown(site)
    for name in ("image", "icon"):
        assert found[name] not in {None, "/cards/0123.webp"}, name
        assert site.exists(found[name] or ""), name
    assert {name: OWN[name] for name in ("image", "icon")} | {
        name: text for name, text in found.items() if name not in {"image", "icon"}
    } == OWN


def test_every_field_that_a_card_has_is_the_authors() -> None:
    assert set(OWN) == set(FIELDS)
    assert page_of(known(**OWN)) == page_of(Entry(URL, overrides=OWN)) == PageFields(**OWN)


@pytest.mark.parametrize("word", [2020, None, ["x"], {"a": 1}, True])
def test_a_word_that_is_no_text_costs_only_itself(build_site: Build, word: object) -> None:
    entry = replace(known(), overrides={"published": word, "title": "私の題"})
    name = f"cards/{entry_name(URL)}"
    site = build_site(site_files(f"[[ogp:{URL}]]", entry), **OFFLINE)
    assert (shown(site)["title"], shown(site)["published"]) == ("私の題", "2025-01-01")
    (warning,) = site.warnings
    assert f"published is {json.dumps(word)}; it must be a text in quotes" in warning
    assert (site.root / name).read_bytes() == encode_entry(entry)
    assert decode_entry(encode_entry(entry)) == entry


def test_in_plain_forms_only_the_authors_title_keeps_its_angle_brackets(build_site: Build) -> None:
    other = "https://a.example/y"
    page = replace(PAGE, title='The <dialog> element "x"')
    entries = [Entry(url, Card(page, datetime(2025, 1, 1, tzinfo=UTC))) for url in (URL, other)]
    text = f'[[ogp:{URL}]]\n\n[[ogp:{other} | title="<mine>"]]'
    site = build_site(site_files(text, *entries), FEED_ALL_ATOM="all.xml", **OFFLINE)
    in_page = [title.get_text() for title in site.page("post.html").select(".ogp-card-title")]
    assert in_page == ['The <dialog> element "x"', "<mine>"]
    content = site.feed("all.xml").find("entry").find("content").get_text()
    assert "The ‹dialog› element ”x”" in content
    assert "&lt;mine&gt;" in content


@pytest.mark.parametrize("entry", [known(**OWN), Entry(URL, overrides=OWN)], ids=["with a card", "without"])
def test_words_in_the_entrys_file(build_site: Build, entry: Entry) -> None:
    site = build_site(site_files(f"[[ogp:{URL}]]", entry), **OFFLINE)
    assert_own(site)
    assert site.warnings == []


def test_words_in_a_post(build_site: Build) -> None:
    words = " ".join(f'{name}="{text}"' for name, text in OWN.items())
    site = build_site(site_files(f"[[ogp:{URL} | {words}]]", known(title="not here", lang="fr")), **OFFLINE)
    assert_own(site)
    assert site.warnings == []


@pytest.mark.parametrize("name", sorted(set(FIELDS) - {"title"}))
def test_an_empty_word_hides_the_pages(build_site: Build, name: str) -> None:
    entry = replace(known(**{name: ""}), card=replace(known().card, icon=Picture("images/0123.webp", 16, 16)))
    site = build_site(site_files(f"[[ogp:{URL}]]", entry), **OFFLINE)
    assert not shown(site)[name]
    assert shown(site)["title"] == "Title"
    assert site.warnings == []


def test_words_survive_a_refresh_and_so_does_what_is_no_word(build_site: Build, server: Server) -> None:
    page = '<title>New</title><meta property="og:description" content="New too">'
    server.routes["/a"] = answer(page.encode(), content_type="text/html")
    url = server.url("/a")
    entry = replace(known(url, pictures=False, **OWN), others={"override": {"title": "?"}})
    entry.overrides["titel"] = "?"
    settings: dict[str, Any] = OFFLINE | {
        "OGP_CARDS_OFFLINE": False,
        "OGP_CARDS_ALLOWED_HOSTS": ["127.0.0.1"],
        "OGP_CARDS_ALLOWED_PORTS": [server.port],
    }
    files = site_files(f"[[ogp:{url}]]", entry)
    site = build_site(files, **settings)
    after = decode_entry((site.root / "cards" / entry_name(url)).read_bytes(), url)
    assert after.card
    assert after.card.page.title == "New"
    assert (after.overrides, after.others) == (entry.overrides, entry.others)
    assert_own(site)
    said = [
        f'cards/{entry_name(url)}: "titel" is unknown; allowed are {", ".join(FIELDS)}',
        f'cards/{entry_name(url)}: "override" is no part of an entry; words of your own belong into "overrides"',
    ]
    assert [warning.removeprefix(f"{site.root}/") for warning in site.warnings] == said
    again = build_site({}, **OFFLINE)
    assert [warning.removeprefix(f"{site.root}/") for warning in again.warnings] == said, "each build says it"


def test_the_alt_and_the_language_are_of_what_is_shown() -> None:
    entry = known(image="/own.png", description="言葉")
    assert (page_of(entry).image_alt, page_of(entry).lang) == ("", "")
    assert page_of(known(image_alt="Better")).image == PAGE.image
    assert page_of(known(image="/own.png", image_alt="Mine"), {"image": "/here.png"}).image_alt == ""
    assert page_of(known(lang="ja"), {"title": "Here"}).lang == ""


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("titel", "x", "allowed are title, "),
        ("title", " ", "some words"),
        ("published", "2 Feb 2020", "a date, as 2025-01-31"),
        ("lang", "Deutsch!", "a language, as ja or en-GB"),
        ("icon", "https://a.example/i.png", "the path of a file"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed_and_does_nothing(name: str, text: str, allowed: str) -> None:
    assert allowed in mistake(name, text)
    entry = known(**{name: text})
    assert mistakes(entry) == [mistake(name, text)]
    assert page_of(entry) == PAGE


def test_an_image_that_an_entry_names_and_that_is_not_there(build_site: Build) -> None:
    entries = known(image="/none.png"), known(URL + "2", image="../cards/images/0123.webp")
    site = build_site(site_files(f"[[ogp:{URL}]]\n[[ogp:{URL}2]]", *entries), **OFFLINE)
    reasons = "No such file or directory", "it is outside the content folder"
    assert [warning.removeprefix(f"{site.root}/").split(";")[0] for warning in site.warnings] == [
        f"cards/{entry_name(entry.url)}: a card's image {entry.overrides['image']}: {reason}"
        for entry, reason in zip(entries, reasons, strict=True)
    ]
