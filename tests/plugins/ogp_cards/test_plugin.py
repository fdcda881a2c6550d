"""Tiny sites with cards, built by Pelican without a network."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from pelican.plugins import signals
from PIL import Image
from support.sites import BuiltSite

from ogp_cards.entries import encode_entry
from ogp_cards.model import Card, Entry, PageFields, Picture
from ogp_cards.render import CardRenderer
from ogp_cards.store import entry_name
from ogp_cards.views import CardView

URL = "https://a.example/x"
OTHER = "https://b.example/"
POST = "Title: {title}\nDate: 2025-01-0{day}\nSlug: {slug}\n{more}\n{body}\n"
SETTINGS = {
    "PLUGINS": ["ogp_cards"],
    "OGP_CARDS_OFFLINE": True,
    "THEME": "simple",
    "FEED_ALL_ATOM": "all.xml",
    "FEED_ALL_RSS": "all.rss",
}


def post(body: str, slug: str = "post", *, day: int = 1, more: str = "") -> str:
    return POST.format(title=slug.title(), slug=slug, day=day, more=more, body=body)


def entry(url: str = URL, **fields: str) -> Entry:
    page = PageFields(
        **{"title": "題 <b>", "description": "About", "site_name": "Site A", "image_alt": "A picture", **fields}
    )
    picture = Picture("images/0123-1.webp", 320, 168, "images/0123-2.webp")
    return Entry(url, Card(page, datetime(2025, 1, 1, tzinfo=UTC), picture, Picture("images/icon.webp", 16, 16)))


def store_files(*entries: Entry) -> dict[str, str | bytes]:
    pictures = dict.fromkeys(
        ("cards/images/0123-1.webp", "cards/images/0123-2.webp", "cards/images/icon.webp"), b"picture"
    )
    return {f"cards/{entry_name(entry.url)}": encode_entry(entry) for entry in entries} | pictures


Build = Callable[..., BuiltSite]


def test_a_card_of_the_store(build_site: Build) -> None:
    site = build_site(
        {"content/post.md": post(f"Text\n[[ogp:{URL}]]\nText [[ogp:{URL}]]"), **store_files(entry())}, **SETTINGS
    )
    page = site.page("post.html")
    (card,) = page.select(".ogp-card")
    (link,) = card.select("a")
    assert (link["href"], link.get_text()) == (URL, "題 <b>")
    assert card.select_one(".p-summary").get_text() == "About"
    assert card.select_one(".ogp-card-host").get_text() == "a.example"
    image = card.select_one(".ogp-card-image")
    assert (image["src"], image["srcset"]) == ("/cards/0123-1.webp", "/cards/0123-1.webp 1x, /cards/0123-2.webp 2x")
    assert (image["width"], image["height"], image["alt"], image["loading"]) == ("320", "168", "A picture", "lazy")
    assert page.select_one("a.ogp-link").get_text() == "題 <b>"
    assert {"cards/0123-1.webp", "cards/0123-2.webp", "cards/icon.webp", "cards/ogp-card.css"} <= set(site.files())
    assert page.select_one("link[rel=stylesheet]")["href"] == "/cards/ogp-card.css"
    assert site.warnings == []


def test_what_is_not_in_the_store_is_a_link(build_site: Build) -> None:
    site = build_site({"content/post.md": post("[[ogp:https://a.example/札/]]")}, **SETTINGS)
    (link,) = site.page("post.html").select(".ogp-card a")
    assert (link["href"], link.get_text()) == ("https://a.example/札/", "a.example/札")
    assert site.warnings == []


def test_only_used_pictures_come_into_the_output(build_site: Build) -> None:
    files = store_files(entry(), entry(OTHER)) | {"cards/images/unused.webp": b"x"}
    site = build_site({"content/post.md": post(f"[[ogp:{OTHER} | image=]]"), **files}, OGP_CARDS_CSS=False, **SETTINGS)
    assert [name for name in site.files() if name.startswith("cards/")] == ["cards/icon.webp"]
    assert not site.page("post.html").select(".entry-content link")


def test_links_in_sentences_need_no_style_sheet(build_site: Build) -> None:
    site = build_site({"content/post.md": post(f"See [[ogp:{URL}]]."), **store_files(entry())}, **SETTINGS)
    assert [name for name in site.files() if name.startswith("cards/")] == []


def test_all_kinds_of_content(build_site: Build) -> None:
    kinds = {
        "draft": "Status: draft",
        "hidden": "Status: hidden",
        "english": "Lang: en\nTranslation: true",
    }
    files: dict[str, str | bytes] = {
        f"content/{name}.md": post(f"[[ogp:{URL}]]", name, more=more) for name, more in kinds.items()
    }
    files |= {
        f"content/pages/p{name}.md": post(f"[[ogp:{URL}]]", "p" + name, more=more) for name, more in kinds.items()
    }
    site = build_site({**files, **store_files(entry())}, **SETTINGS)
    pages = [name for name in site.files() if re.search(r"(draft|hidden|english)[^/]*\.html$", name)]
    assert len(pages) == 6
    for page in pages:
        assert len(site.page(page).select(".ogp-card a")) == 1, page


def test_feeds_have_a_plain_paragraph(build_site: Build) -> None:
    body = f"Text [here]({{static}}/x.txt)\n[[ogp:{URL}]]"
    files = {"content/post.md": post(body), "content/other.md": post("Other", "other", day=2), "content/x.txt": "x"}
    site = build_site(
        {**files, **store_files(entry())},
        SITEURL="http://localhost/blog",
        RSS_FEED_SUMMARY_ONLY=False,
        STATIC_PATHS=["x.txt"],
        **SETTINGS,
    )
    for feed in ("all.xml", "all.rss"):
        text = site.text(feed)
        assert "ogp-card-plain" in text
        assert "ogp-card h-cite" not in text
        assert "ogp-card.css" not in text
        assert "http://localhost/blog/x.txt" in text


def test_summaries_have_a_plain_paragraph(build_site: Build) -> None:
    own = post("Text", "own", day=2, more=f"Summary: See [[ogp:{URL}]]")
    site = build_site(
        {"content/post.md": post(f"Text\n[[ogp:{URL}]]\nEnd"), "content/own.md": own, **store_files(entry())},
        **SETTINGS,
    )
    index = site.text("/")
    assert "ogp-card h-cite" not in index
    assert '<p class="ogp-card-plain"><a href="https://a.example/x">題 ‹b›</a> (a.example)</p>' in index
    assert '<a class="ogp-link" href="https://a.example/x">題 ‹b›</a>' in index


def test_relative_urls(build_site: Build) -> None:
    files = {"content/post.md": post(f"[[ogp:{URL}]]"), **store_files(entry())}
    site = build_site(
        files, RELATIVE_URLS=True, ARTICLE_SAVE_AS="a/b/{slug}.html", ARTICLE_URL="a/b/{slug}.html", **SETTINGS
    )
    image = site.page("a/b/post.html").select_one(".ogp-card-image")
    assert (image["src"], image.get("srcset")) == ("../../cards/0123-1.webp", None)
    assert site.warnings == []


@pytest.mark.parametrize(
    "header", ["Title: T\nDate: 2025-01-01\n", "---\ntitle: T\ndate: 2025-01-01\n---\n"], ids=["plain", "yaml"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_bad_card_is_named_with_its_line(build_site: Build, header: str, end: str) -> None:
    text = header + "\nText\n\n```\n[[ogp:x]]\n```\n\n[[ogp:x]]\n\nEnd\n"
    plugins = ["front_matter", "ogp_cards"] if header.startswith("---") else ["ogp_cards"]
    site = build_site({"content/post.md": text.replace("\n", end).encode()}, **{**SETTINGS, "PLUGINS": plugins})
    line = text[: text.rindex("[[ogp:x]]")].count("\n") + 1
    (warning,) = site.warnings
    assert f"content/post.md:{line}: this card is left as it is: the URL starts with neither" in warning
    assert "<p>[[ogp:x]]</p>" in site.text("t.html")
    assert "data-ogp" not in site.text("t.html")


def test_the_authors_words_win(build_site: Build) -> None:
    known = entry()
    own = Entry(OTHER, known.card, None, {"title": "Kept words", "description": ""})
    body = f'[[ogp:{URL} | title="Here \\"only\\"" image=]]\n[[ogp:{OTHER}]]\n[[ogp:{OTHER} | title=Nearer]]'
    site = build_site({"content/post.md": post(body), **store_files(known, own)}, **SETTINGS)
    titles = [link.get_text() for link in site.page("post.html").select(".ogp-card-title")]
    assert titles == ['Here "only"', "Kept words", "Nearer"]
    assert len(site.page("post.html").select(".ogp-card-image")) == 2
    assert [text.get_text() for text in site.page("post.html").select(".p-summary")] == ["About"]


def test_a_picture_that_was_deleted_is_not_shown(build_site: Build) -> None:
    files = store_files(entry())
    del files["cards/images/0123-2.webp"]
    site = build_site({"content/post.md": post(f"[[ogp:{URL}]]"), **files}, **SETTINGS)
    assert not site.page("post.html").select(".ogp-card-image")
    assert site.page("post.html").select(".ogp-card-icon")


def test_an_own_picture(build_site: Build) -> None:
    body = "\n".join(f"[[ogp:{URL} | image={image}]]" for image in ("pic.png", "/pic.png", "/none.png", "/../../x.png"))
    picture = BytesIO()
    Image.new("RGB", (480, 252), "teal").save(picture, "PNG")
    files = {"content/post.md": post(body), "content/pic.png": picture.getvalue(), "x.png": picture.getvalue()}
    site = build_site({**files, **store_files(entry())}, **SETTINGS, STATIC_PATHS=[])
    images = site.page("post.html").select(".ogp-card-image")
    assert [image["width"] for image in images] == ["240", "240"]
    assert all(site.exists(image["src"]) for image in images)
    assert ["content/post.md: a card's image" in warning for warning in site.warnings] == [True, True]


def test_a_theme_overrides_the_template(build_site: Build) -> None:
    files = {
        "content/post.md": post(f"[[ogp:{URL}]]"),
        "own/ogp_card.html": "<i>{{ card.title }}</i>",
        **store_files(entry()),
    }
    site = build_site(files, **SETTINGS)  # writes the files
    site = build_site(files, THEME_TEMPLATES_OVERRIDES=[str(site.root / "own")], **SETTINGS)
    assert "<i>題 &lt;b&gt;</i>" in site.text("post.html")


def test_nothing_from_outside_is_parsed_again(build_site: Build) -> None:
    words = "{filename}post.md [[ogp:https://c.example/]] {{ 1 }} *x* \" href='{filename}y' <script>alert(1)</script>\x00\x1b"
    known = entry(
        title=words,
        description=words,
        site_name=words,
        image_alt=words,
        author=words,
        lang=words,
        kind=words,
        published=words,
    )
    site = build_site(
        {"content/post.md": post(f"[[ogp:{URL}]] \n\nSee [[ogp:{URL}]]"), **store_files(known)}, **SETTINGS
    )
    page = site.page("post.html")
    assert page.select_one(".ogp-card-title").get_text() == words.replace("\x00\x1b", "")
    assert not page.select(".ogp-card script, .entry-content em, .ogp-card [lang]")
    assert site.feed("all.xml").find("content").get_text().count("&lt;script>") + 1
    assert site.warnings == []


def test_an_unreadable_entry_is_said_once_and_left(build_site: Build) -> None:
    files: dict[str, str | bytes] = {
        "content/post.md": post(f"[[ogp:{URL}]]\n\n[[ogp:{URL}]]"),
        f"cards/{entry_name(URL)}": b"<<<<<<< HEAD\n{",
    }
    site = build_site(files, **SETTINGS)
    assert len(site.warnings) == 1
    assert entry_name(URL) in site.warnings[0]
    assert (site.root / "cards" / entry_name(URL)).read_bytes() == b"<<<<<<< HEAD\n{"


def test_a_second_build_is_byte_for_byte_the_first(build_site: Build) -> None:
    files = {"content/post.md": post(f"[[ogp:{URL}]] \n\nSee [[ogp:{OTHER}]]"), **store_files(entry())}
    first = {
        name: build_site(files, **SETTINGS).output.joinpath(name).read_bytes()
        for name in ("post.html", "index.html", "all.xml")
    }
    site = build_site({}, **SETTINGS)
    assert {name: site.output.joinpath(name).read_bytes() for name in first} == first


@pytest.mark.parametrize(
    ("overrides", "lang"),
    [
        ("", "en"),
        (' description=""', "en"),
        (' image=""', "en"),
        (' title="私の題"', None),
        (' description="私の言葉"', None),
    ],
)
def test_the_authors_words_are_not_in_the_pages_language(build_site: Build, overrides: str, lang: str | None) -> None:
    card = f"[[ogp:{URL}{' |' if overrides else ''}{overrides}]]"
    site = build_site({"content/post.md": post(card), **store_files(entry(lang="en"))}, **SETTINGS)
    assert site.page("post.html").select_one(".ogp-card").get("lang") == lang


def test_the_authors_words_in_the_store_are_not_in_the_pages_language(build_site: Build) -> None:
    known = replace(entry(lang="en"), overrides={"site_name": "場所"})
    site = build_site({"content/post.md": post(f"[[ogp:{URL}]]"), **store_files(known)}, **SETTINGS)
    assert site.page("post.html").select_one(".ogp-card").get("lang") is None


def test_a_wrong_setting_is_named(build_site: Build) -> None:
    site = build_site(
        {"content/post.md": post("x")}, OGP_CARDS_BUDGET="soon", OGP_CARDS_ALLOWED_PORTS=[80, 99999, 0], **SETTINGS
    )
    assert site.warnings == [
        "OGP_CARDS_BUDGET is 'soon'; it must be seconds, 0 to 86400, and 30 is used",
        "OGP_CARDS_ALLOWED_PORTS is [80, 99999, 0]; it must be a list of port numbers, and [] is used",
    ]


def test_the_summary_line(build_site: Build, capsys: pytest.CaptureFixture[str]) -> None:
    build_site({"content/post.md": post(f"[[ogp:{URL}]] \n\nSee [[ogp:{OTHER}]]"), **store_files(entry())}, **SETTINGS)
    assert "cards: 1 to be refreshed (offline), 1 never fetched (offline)\n" in capsys.readouterr().out


def test_what_a_themes_template_sets_for_one_card_is_not_there_for_the_next() -> None:
    source = "{% if card.title == 'A' %}{% set seen = 'A' %}{% endif %}{{ seen }}{{ card.title }}"
    renderer = CardRenderer(Environment(loader=DictLoader({"ogp_card.html": source})))
    views = [CardView(href="", title=title, host="", link_only=False) for title in "AB"]
    assert [renderer.block(view) for view in views] == ["AA", "B"]


def test_other_plugins_may_write_into_texts_with_cards(build_site: Build) -> None:
    posts: list[Any] = []

    def note(generators: list[Any]) -> None:
        posts.extend(generators[0].articles)

    def change(_: Any) -> None:
        for article in posts:
            assert article._content.count("data-ogp=") == 2
            article._content = article._content.replace(f'data-ogp="{OTHER}"', 'data-ogp="theirs"') + "<p>more</p>"

    files = {"content/post.md": post(f"[[ogp:{URL}]]\n[[ogp:{OTHER}]]"), **store_files(entry(), entry(OTHER))}
    with signals.all_generators_finalized.connected_to(note), signals.get_writer.connected_to(change):
        site = build_site(files, **SETTINGS)
    page, feed = site.text("post.html"), site.text("all.xml")
    assert page.count("<p>more</p>") == 1
    assert feed.count("&lt;p&gt;more&lt;/p&gt;") == 2, "the text and the summary"
    assert page.count('data-ogp="theirs"') == page.count("data-ogp=") == 1
    assert "題" in page
    assert 'data-ogp="theirs"' in feed
    assert OTHER in feed
    assert URL in feed
    assert f'data-ogp="{URL}"' not in feed


def test_its_style_sheet_keeps_its_time_stamp_until_it_differs(build_site: Callable[..., BuiltSite]) -> None:
    site = build_site({"content/post.md": post(f"[[ogp:{URL}]]"), **store_files(entry())}, **SETTINGS)
    style = site.output / "cards/ogp-card.css"
    plain = style.read_bytes()
    os.utime(style, (5, 5))
    build_site({}, **SETTINGS)
    assert style.stat().st_mtime == 5
    style.write_bytes(b"x" * len(plain))
    build_site({}, **SETTINGS)
    assert style.read_bytes() == plain
