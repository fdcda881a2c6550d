"""oEmbed: whom to ask, and what is taken of the answer."""

from __future__ import annotations

import json
from urllib.parse import unquote

import pytest

from ogp_cards import read_page
from ogp_cards.errors import PageRefused
from ogp_cards.model import PageFields
from ogp_cards.parse import oembed_endpoint, read_oembed

KNOWN = {
    "https://www.youtube.com/oembed": """
        https://www.youtube.com/watch?v=dQw4w9WgXcQ
        https://m.youtube.com/watch?v=dQw4w9WgXcQ&t=5
        https://music.youtube.com/watch?v=a
        https://youtube.com/shorts/abc
        https://www.youtube.com/live/abc?feature=share
        https://www.youtube.com/playlist?list=PL1
        https://youtu.be/dQw4w9WgXcQ""",
    "https://vimeo.com/api/oembed.json": """
        https://vimeo.com/76979871
        https://vimeo.com/channels/staffpicks/76979871
        https://player.vimeo.com/video/76979871""",
    "https://open.spotify.com/oembed": """
        https://open.spotify.com/track/4uLU6hMCjMI75M1A2tKUQC
        https://open.spotify.com/intl-ja/album/1
        https://open.spotify.com/episode/1?si=2""",
    "https://soundcloud.com/oembed": """
        https://soundcloud.com/forss/flickermood""",
    "https://speakerdeck.com/oembed.json": """
        https://speakerdeck.com/user/deck-name
        https://speakerdeck.com/user/日本語""",
    "https://www.slideshare.net/api/oembed/2": """
        https://www.slideshare.net/slideshow/name/123
        https://www.slideshare.net/user/name""",
    "https://publish.twitter.com/oembed": """
        https://x.com/user/status/20
        https://twitter.com/user/status/20?s=20
        https://mobile.twitter.com/user/status/20""",
    "https://www.flickr.com/services/oembed/": """
        https://www.flickr.com/photos/user/123/
        https://flic.kr/p/abc""",
}
UNKNOWN = """
    https://www.youtube.com/
    https://www.youtube.com/@channel
    https://evil.example/youtube.com/watch?v=1
    https://youtube.com.evil.example/watch?v=1
    https://notyoutube.com/watch?v=1
    https://vimeo.com/about
    https://x.com/user
    https://speakerdeck.com/
    https://example.com/watch?v=1
    http://[::1
    watch?v=1
"""


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("endpoint", "url"), [(endpoint, url) for endpoint, text in KNOWN.items() for url in lines(text)]
)
def test_known_providers_are_asked_about_the_url(endpoint: str, url: str) -> None:
    asked, _, parameters = oembed_endpoint(url).partition("?")
    assert asked == endpoint
    assert unquote(parameters.rpartition("url=")[2]) == url


@pytest.mark.parametrize("url", lines(UNKNOWN))
def test_others_are_not(url: str) -> None:
    assert oembed_endpoint(url) == ""


VIDEO = {
    "version": "1.0",
    "type": "video",
    "title": "A &amp; B: 動画の題名",
    "author_name": "チャンネル",
    "provider_name": "YouTube",
    "thumbnail_url": "https://i.ytimg.com/vi/x/hqdefault.jpg",
    "thumbnail_width": 480,
    "thumbnail_height": 360,
    "html": "<iframe src=https://evil.example></iframe>",
}


def answer(said: object) -> bytes:
    return json.dumps(said).encode()


def test_text_and_thumbnail_are_taken_and_html_never() -> None:
    page = read_oembed(answer(VIDEO), "https://youtu.be/x")
    assert page == PageFields(
        title="A & B: 動画の題名",
        author="チャンネル",
        site_name="YouTube",
        image="https://i.ytimg.com/vi/x/hqdefault.jpg",
        kind="video",
    )


def test_a_post_on_x_is_called_by_its_author() -> None:
    said = {"author_name": "山田", "provider_name": "X", "type": "rich", "html": "<blockquote>本文</blockquote>"}
    page = read_oembed(answer(said), "https://x.com/a/status/1")
    assert (page.title, page.site_name, page.description) == ("山田", "X", "")


def test_a_photo_is_its_own_thumbnail() -> None:
    page = read_oembed(
        answer({"type": "photo", "title": "空", "url": "https://live.example/1.jpg"}), "https://flic.kr/p/1"
    )
    assert (page.image, page.kind) == ("https://live.example/1.jpg", "photo")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"[]",
        b"null",
        b'"title"',
        b"{}",
        b'{"title": 1}',
        b'{"title": ""}',
        b'{"title": "YouTube", "provider_name": "YouTube"}',
        b"[" * 100_000,
        b'{"thumbnail_width": ' + b"9" * 100_000 + b"}",
    ],
)
def test_an_answer_without_a_title_is_refused(body: bytes) -> None:
    with pytest.raises(PageRefused) as refused:
        read_oembed(body, "https://youtu.be/x")
    assert refused.value.reason == "no-oembed"


def test_odd_values_do_no_harm() -> None:
    said = {
        "title": "題名\u202e\ud800",
        "thumbnail_url": "javascript:alert(1)",
        "thumbnail_width": {"a": 1},
        "author_name": ["x"],
        "type": "html",
        "provider_name": None,
    }
    assert read_oembed(answer(said), "https://youtu.be/x") == PageFields(title="題名")


LINK = '<link rel="alternate" type="application/json+oembed" href="{}">'
ENDPOINT = "https://blog.example/oembed?url=x"


def read(head: str, oembed: bytes | None = None) -> PageFields:
    return read_page(f"<html><head>{head}</head>".encode(), "https://blog.example/p", "text/html", oembed=oembed)


@pytest.mark.parametrize(
    ("head", "endpoint"),
    [
        ("<title>題名</title>" + LINK.format(ENDPOINT), ENDPOINT),
        ("<title>題名</title>" + LINK.format("/oembed?url=x"), ENDPOINT),
        ("<title>題名</title>" + LINK.format("http://blog.example/oembed"), ""),
        ("<title>題名</title>" + LINK.format(ENDPOINT).replace("json", "xml"), ""),
        ("<title>題名</title>" + LINK.format(ENDPOINT).replace("alternate", "next"), ""),
        ('<meta property="og:title" content="題名">' + LINK.format(ENDPOINT), ENDPOINT),
        (
            '<meta property="og:title" content="題名"><meta property="og:image" content="/a.png">'
            + LINK.format(ENDPOINT),
            "",
        ),
    ],
    ids=["absolute", "relative", "http", "xml", "other link", "no image yet", "nothing lacks"],
)
def test_a_page_names_its_endpoint_where_that_helps(head: str, endpoint: str) -> None:
    assert read(head).oembed == endpoint


@pytest.mark.parametrize(
    ("head", "endpoint"),
    [
        ("<title>Loading…</title>" + LINK.format(ENDPOINT), ENDPOINT),
        ("<title>Loading…</title>" + LINK.format("http://blog.example/oembed"), ""),
        ("<title>Loading…</title>", ""),
        ("<title>Log in</title>" + LINK.format(ENDPOINT), ""),
    ],
    ids=["shell", "http", "no endpoint", "wall"],
)
def test_a_shell_that_is_refused_names_its_endpoint(head: str, endpoint: str) -> None:
    with pytest.raises(PageRefused) as refused:
        read(head)
    assert refused.value.oembed == endpoint


def test_the_answer_speaks_before_plain_html_and_after_cards() -> None:
    html = "<title>弱い題名</title>" + LINK.format(ENDPOINT)
    page = read(html, answer(VIDEO))
    assert (page.title, page.image, page.oembed) == ("A & B: 動画の題名", VIDEO["thumbnail_url"], "")
    page = read('<meta property="og:title" content="強い題名">' + html, answer(VIDEO))
    assert (page.title, page.image, page.oembed) == ("強い題名", VIDEO["thumbnail_url"], "")
    assert read(html, b"broken").title == "弱い題名"
