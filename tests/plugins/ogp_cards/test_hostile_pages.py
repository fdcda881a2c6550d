"""Whatever a server sends is fields or a refusal, and the fields keep their promises."""

from __future__ import annotations

import json
import re
import unicodedata
from itertools import cycle, islice
from time import process_time
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ogp_cards import read_page
from ogp_cards.errors import PageRefused
from ogp_cards.model import PageFields
from ogp_cards.parse import head, json_ld, read_oembed
from ogp_cards.parse.encodings import decode

MEBIBYTE = 1_048_576
URL = "https://example.jp/a/b.html?c=d"
SECONDS = 5
"""Of the processor, for whatever is sent within a mebibyte; most take a hundredth of it, and what is not linear takes minutes."""
LIMITS = {"title": 300, "description": 1000, "site_name": 100, "author": 100, "image_alt": 1000}


def read(body: bytes, content_type: str | None = "text/html", url: str = URL) -> PageFields | None:
    """The fields, checked; None for a refusal. Either comes in time."""
    began = process_time()
    try:
        page = read_page(body, url, content_type)
    except PageRefused as refused:
        assert re.fullmatch(r"[a-z-]+", refused.reason)
        assert "\n" not in str(refused)
        page = None
    assert process_time() - began < SECONDS
    if page:
        check(page)
    return page


def check(page: PageFields) -> None:
    assert page.title
    for name, limit in LIMITS.items():
        text = getattr(page, name)
        assert len(text) <= limit
        assert text == text.strip()
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]", text)
        assert unicodedata.is_normalized("NFC", text)
    for url in (page.image, page.icon, page.oembed):
        parts = urlsplit(url)
        assert not url or (parts.scheme in ("http", "https") and parts.hostname and not parts.username)
        assert len(url) <= 4096
    assert not page.oembed or page.oembed.startswith("https://")
    assert re.fullmatch(r"[a-z]*", page.kind)
    assert re.fullmatch(r"(?:[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]+)*)?", page.lang)
    assert re.fullmatch(r"(?:\d{4}-\d\d-\d\d)?", page.published)


def repeated(unit: bytes) -> bytes:
    return (unit * (MEBIBYTE // len(unit) + 1))[:MEBIBYTE]


FLOODS = {
    "unfinished tags": b"<a ",
    "open elements": b"<div>",
    "open inline elements": b"<b><i>",
    "closing tags": b"</a>",
    "paragraphs closed in vain": b"<div></p>",
    "inline elements closed in vain": b"<i></b>",
    "tables": b"<table><tr><td>",
    "drawings": b"<svg><title>",
    "titles": b"<title>x</title>",
    "unfinished titles": b"<title>",
    "scripts": b"<script type=application/ld+json>",
    "JSON-LD": b'<script type=application/ld+json>{"@type":"Article","headline":"x"}</script>',
    "metas": b'<meta property=og:title content="">',
    "images": b'<meta property=og:image content="x:">',
    "links": b"<link rel=icon href=x:>",
    "bases": b"<base href=x:>",
    "comments": b"<!--",
    "sections": b"<![CDATA[",
    "instructions": b"<?xml ",
    "entities": b"&amp;",
    "unfinished entities": b"&#x",
    "less-than signs": b"<",
    "quotes": b"<a b='",
    "NUL": b"\0",
    "escapes": b"\x1b$B",
    "high bytes": b"\xff",
    "half characters": b"\x81 ",
    "metas without end": b"<meta charset=",
}


@pytest.mark.parametrize("unit", FLOODS.values(), ids=FLOODS)
def test_a_mebibyte_of_one_thing(unit: bytes) -> None:
    body = repeated(unit)
    assert read(body) == read(body)
    late = b'<meta property="og:title" content="front">' + body[:200_000]
    assert getattr(read(late), "title", "front") == "front"


@pytest.mark.parametrize(
    "body",
    [
        b"<html " + b" ".join(b"a%d=1" % number for number in range(120_000)) + b"><title>t1</title>",
        b"<meta property=og:title content='" + b"x" * MEBIBYTE + b"'>",
        b"<title>" + "あ".encode() * 300_000 + b"</title>",
        b"<title>a" + "\u0316".encode() * 300_000 + b"</title>",
        b"<title>" + b" " * MEBIBYTE + b"x</title>",
        b"<title>" + b"a | " * 250_000 + b"</title><meta property=og:site_name content=a>",
        b"<title>t1</title><meta property=og:image content='" + b"/a" * 400_000 + b"'>",
        b"<title>t1</title><base href='http://" + b"a" * MEBIBYTE + b"'>",
        b'<!DOCTYPE html [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><title>&b;&c;</title>',
        b"<title>t1</title>" + b"<meta name=author content='" + b"&#128512;" * 100_000 + b"'>",
    ],
    ids=[
        "attributes",
        "a long attribute",
        "a long title",
        "a title of marks",
        "a title of spaces",
        "a title of sites",
        "a long URL",
        "a long base",
        "an entity bomb",
        "references",
    ],
)
def test_one_huge_thing(body: bytes) -> None:
    page = read(body)
    assert page is not None
    assert "root:" not in page.title


def nested(depth: int) -> str:
    return '{"@graph":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(
    "script",
    [
        "[" * 200_000,
        "[" * 900 + "]" * 900,
        nested(900),
        nested(50_000),
        '{"@type": "Article", "headline": ' + "9" * 100_000 + "}",
        '{"@type": "Article", "headline": 1e999, "image": {"width": 1e999, "url": "/a"}}',
        '{"@type": "Article", "headline": {"@value": {"@value": "x"}}, "author": [[["x"]]], "image": [[{"url": []}]]}',
        '{"@type": ["Article", 1, null], "@id": ["x"], "publisher": {"@id": 5}, "author": {"@id": "#a"}, "image": true}',
        '{"@type": "Article", "headline": "&#' + "9" * 5000 + ';"}',
        '{"@type": "Article", "headline": "H", "publisher": {"@id": ["x"]}}',
        '{"@type": "Article", "headline": "H", "image": {"@id": {}}, "author": {"@id": [{}]}}',
        '{"@id": "#a", "@type": "Article", "image": {"@id": "#a"}, "publisher": {"@id": "#a"}, "mainEntity": {"@id": "#a"}}',
        json.dumps({"@graph": [{"@type": "Thing", "@id": f"#{number}"} for number in range(5000)]}),
        json.dumps({"@type": "Article", "headline": "x" * 500_000, "image": ["javascript:"] * 50_000}),
        '{"@type": "Article", "headline": "\\ud800\\u202e\\u0000</script>"}',
        " " * 500_000,
        "//" * 200_000,
        "{}" + "\n" * 500_000 + "x",
        "NaN",
        "\ufeff{}",
    ],
)
def test_json_ld_of_every_shape(script: str) -> None:
    page = read(f'<title>t1</title><script type="application/ld+json">{script}</script>'.encode("utf-8", "replace"))
    assert page is not None


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html", "text/html; charset=euc-jp", "text/html;charset=utf-16"]),
)
@example(b"\xef\xbb\xbf", None)
@example(b"\x1b$B", "text/html")
@example(b"\x1b$(D\x8f", "text/html")
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    read(body, content_type)
    read(b"<html><title>" + body, content_type)
    assert isinstance(decode(body, content_type), str)


PIECES = """
    <html <html> <head> </head> <body> <title> </title> <meta name= property= content= og:title og:image twitter:title
    citation_author <base href= // http: https: javascript: data: /a.png <link rel=icon rel=alternate href=
    type=application/json+oembed <script type=application/ld+json> </script> {"@type":"Article" "headline" ,"image":
    : [ ] { } " ' > < & &amp; &#0; &#xd800; = <!-- --> <svg> \u202e \ud7ff あ ｱ １ 404 ログイン | -
    <input type=password> charset=shift_jis <?xml encoding="euc-jp" ?>
"""
KEYS = """
    @type @id @graph headline name image url author publisher logo width title type thumbnail_url author_name
    thumbnail_width mainEntity datePublished inLanguage
"""


@given(st.lists(st.sampled_from(PIECES.split()) | st.text(max_size=5), max_size=40), st.booleans())
def test_any_tag_soup(pieces: list[str], spaced: bool) -> None:
    read((" " if spaced else "").join(pieces).encode("utf-8", "replace"))


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.floats()
        | st.text(max_size=20)
        | st.sampled_from(["Article", "&#" + "9" * 5000]),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(KEYS.split()),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json(data: object) -> None:
    text = json.dumps(data)
    read(f"<title>t1</title><script type=application/ld+json>{text}</script>".encode("utf-8", "replace"))
    try:
        check(read_oembed(text.encode("utf-8", "replace"), URL))
    except PageRefused as refused:
        assert refused.reason == "no-oembed"


def test_of_json_ld_lists_within_lists_a_limited_part_is_walked() -> None:
    class Counted(list[object]):
        taken = 0

        def __getitem__(self, key: Any) -> Any:
            Counted.taken += 1
            return super().__getitem__(key)

    lists = Counted(Counted(Counted() for _ in range(400)) for _ in range(400))
    assert list(json_ld._walk(lists)) == []
    assert Counted.taken <= 10_000


def test_a_header_of_every_length() -> None:
    for header in ("text/html; charset=" + " " * 65_000, "text/html;" * 6000, "charset=" * 8000, "/" * 65_000):
        read(b"<title>\xff</title>", header)


def test_a_page_nested_beyond_reason_is_left_with_what_was_read() -> None:
    before = b"<meta property=og:title content=before>"
    after = b"<meta property=og:description content=after>"
    near = read(before + b"<div>" * (head.MAX_DEPTH - 10) + after)
    far = read(before + b"<div>" * 40_000 + after)
    assert near is not None
    assert far is not None
    assert (near.title, near.description) == ("before", "after")
    assert (far.title, far.description) == ("before", "")


def test_tags_beyond_the_limit_are_not_kept() -> None:
    many = "".join(islice(cycle(["<meta name=a content=b>", "<link href=a>"]), 50_000))
    found = head.read_head(many)
    assert head.MAX_TAGS <= len(found.metas) + len(found.links) <= head.MAX_TAGS + 1
