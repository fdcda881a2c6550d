"""Pages as sites write them -> card fields."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from ogp_cards import read_page
from ogp_cards.model import PageFields

URL = "https://blog.example.jp/posts/42/?ref=x"


def read(
    head: str, *, url: str = URL, content_type: str | None = "text/html; charset=utf-8", **more: Any
) -> PageFields:
    start = "" if head.startswith("<html") else "<html>"
    return read_page(f"<!doctype html>{start}{head}</head><body>".encode(), url, content_type, **more)


def said(page: PageFields) -> dict[str, str]:
    """What is not empty."""
    return {name: value for name, value in asdict(page).items() if value}


def json_ld(*data: object) -> str:
    return "".join(f'<script type="application/ld+json">{json.dumps(item)}</script>' for item in data)


def og(**properties: str) -> str:
    return "".join(f'<meta property="og:{name}" content="{value}">' for name, value in properties.items())


GOLDEN: dict[str, tuple[str, dict[str, str]]] = {
    "a blog with everything": (
        """<html lang="ja"><meta charset="utf-8">
        <title>PythonのGILがなくなる日 | 技術ノート</title>
        <meta name="description" content="短い説明">
        <meta property="og:type" content="article">
        <meta property="og:title" content="PythonのGILがなくなる日 | 技術ノート">
        <meta property="og:description" content="フリースレッド版の&quot;今&quot;を調べた。">
        <meta property="og:site_name" content="技術ノート">
        <meta property="og:image" content="https://cdn.example.jp/og/42.png">
        <meta property="og:image:width" content="1200"><meta property="og:image:height" content="630">
        <meta property="og:image:alt" content="GILの文字が消えていく図">
        <meta property="article:published_time" content="2026-03-01T09:00:00+09:00">
        <meta name="author" content="山田 花子">
        <link rel="icon" href="/favicon.ico"><link rel="icon" type="image/svg+xml" href="/icon.svg">
        <link rel="apple-touch-icon" href="/touch.png">""",
        {
            "title": "PythonのGILがなくなる日",
            "description": 'フリースレッド版の"今"を調べた。',
            "site_name": "技術ノート",
            "image": "https://cdn.example.jp/og/42.png",
            "image_alt": "GILの文字が消えていく図",
            "icon": "https://blog.example.jp/favicon.ico",
            "lang": "ja",
            "kind": "article",
            "published": "2026-03-01",
            "author": "山田 花子",
        },
    ),
    "one field missing is no card missing": (
        og(image="/a.png") + '<title>題名だけ</title><meta name=description content="説明">',
        {"title": "題名だけ", "description": "説明", "image": "https://blog.example.jp/a.png"},
    ),
    "only a title": ("<title> 題 名 </title>", {"title": "題 名"}),
    "name for property, value for content, any case": (
        '<META NAME="OG:Title" VALUE="題名"><meta Property=" og:description " content="説明">',
        {"title": "題名", "description": "説明"},
    ),
    "two names on one meta": (
        '<meta property="og:title" name="twitter:title" content="題名">',
        {"title": "題名"},
    ),
    "empty and blank ones do not count": (
        og(title="", description=" \u3000")
        + '<meta name="twitter:title" content="題名"><meta name=description content="説明">',
        {"title": "題名", "description": "説明"},
    ),
    "twitter": (
        """<meta name="twitter:title" content="題名"><meta name="twitter:description" content="説明">
        <meta name="twitter:image:src" content="//cdn.example.jp/t.png"><meta name="twitter:image:alt" content="図">
        <meta name="twitter:creator" content="@someone">""",
        {"title": "題名", "description": "説明", "image": "https://cdn.example.jp/t.png", "image_alt": "図"},
    ),
    "open graph before twitter before json-ld before html": (
        "<title>D</title>"
        + json_ld({"@type": "Article", "headline": "C", "description": "c", "image": "/c.png"})
        + '<meta name="twitter:title" content="B"><meta name="twitter:description" content="b">'
        + og(title="A"),
        {"title": "A", "description": "b", "image": "https://blog.example.jp/c.png", "kind": "article"},
    ),
    "json-ld of a news site": (
        json_ld(
            {
                "@context": "https://schema.org",
                "@type": ["NewsArticle", "Article"],
                "headline": "見出し &amp; 本文",
                "image": {"@type": "ImageObject", "url": "https://n.example/1.jpg", "caption": "写真"},
                "datePublished": "2026-04-05T00:00:00Z",
                "author": [{"@type": "Person", "name": "記者 太郎"}, {"@type": "Person", "name": "B"}],
                "publisher": {"@type": "Organization", "name": "例新聞", "logo": {"url": "/logo.png"}},
                "inLanguage": "ja",
            }
        ),
        {
            "title": "見出し & 本文",
            "image": "https://n.example/1.jpg",
            "image_alt": "写真",
            "published": "2026-04-05",
            "author": "記者 太郎",
            "site_name": "例新聞",
            "kind": "article",
            "lang": "ja",
        },
    ),
    "json-ld as a graph with references": (
        json_ld(
            {
                "@graph": [
                    {"@type": "WebSite", "@id": "#site", "name": "サイト", "publisher": {"@id": "#org"}},
                    {"@type": "Organization", "@id": "#org", "name": "会社"},
                    {"@type": "ImageObject", "@id": "#img", "url": "/g.png"},
                    {"@type": "Person", "@id": "#me", "name": "私"},
                    {
                        "@type": "BlogPosting",
                        "headline": "題名",
                        "author": {"@id": "#me"},
                        "publisher": {"@id": "#org"},
                        "image": {"@id": "#img"},
                    },
                ]
            }
        ),
        {
            "title": "題名",
            "author": "私",
            "site_name": "会社",
            "image": "https://blog.example.jp/g.png",
            "kind": "article",
        },
    ),
    "json-ld lists other articles": (
        json_ld({"@type": "ItemList", "itemListElement": [{"@type": "Article", "headline": "他の記事"}]})
        + json_ld({"@type": "BreadcrumbList", "name": "パンくず"})
        + "<title>一覧</title>",
        {"title": "一覧"},
    ),
    "json-ld has several things of which none is the page": (
        json_ld({"@type": "Article", "headline": "一"}, {"@type": "Article", "headline": "二"}) + "<title>一覧</title>",
        {"title": "一覧"},
    ),
    "json-ld says the same thing twice, beside a video and questions": (
        json_ld(
            {"@type": "VideoObject", "name": "動画"},
            {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "質問？"}]},
            {"@type": "BlogPosting", "headline": "題名"},
            {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "題名"}},
        ),
        {"title": "題名", "kind": "article"},
    ),
    "broken json-ld, then a good one, wrapped as CDATA": (
        '<script type="application/ld+json">{"@type": "Article", "headline": </script>'
        '<script type="application/ld+json; charset=utf-8">//<![CDATA[\n{"@type":"Article","headline":"二\n行"}\n//]]></script>',
        {"title": "二 行", "kind": "article"},
    ),
    "a paper": (
        """<title>JSAI - お知らせ</title><meta name="citation_title" content="大規模言語モデルの評価">
        <meta name="citation_author" content="佐藤一郎"><meta name="citation_author" content="鈴木二郎">
        <meta name="citation_author" content="高橋三郎"><meta name="citation_author" content="田中四郎">
        <meta name="citation_publication_date" content="2025/6/3"><meta name="citation_journal_title" content="人工知能">
        <meta name="citation_abstract" content="要旨。">""",
        {
            "title": "大規模言語モデルの評価",
            "author": "佐藤一郎, 鈴木二郎, 高橋三郎 et al.",
            "published": "2025-06-03",
            "site_name": "人工知能",
            "description": "要旨。",
            "kind": "paper",
        },
    ),
    "several images: the first with what belongs to it": (
        og(image="/1.png")
        + '<meta property="og:image:alt" content="一">'
        + og(image="/2.png")
        + '<meta property="og:image:alt" content="二"><title>t1</title>',
        {"title": "t1", "image": "https://blog.example.jp/1.png", "image_alt": "一"},
    ),
    "the secure address of an image": (
        og(image="http://a.example/1.png")
        + '<meta property="og:image:secure_url" content="https://a.example/1.png"><title>t1</title>',
        {"title": "t1", "image": "https://a.example/1.png"},
    ),
    "base href": (
        '<base href="https://static.example.jp/v2/"><title>t1</title>'
        + og(image="img/a.png")
        + '<link rel="shortcut icon" href=i.ico>',
        {
            "title": "t1",
            "image": "https://static.example.jp/v2/img/a.png",
            "icon": "https://static.example.jp/v2/i.ico",
        },
    ),
    "a relative base, and one that is no address": (
        '<base href="/b/"><base href="javascript:alert(1)"><title>t1</title>' + og(image="a.png"),
        {"title": "t1", "image": "https://blog.example.jp/b/a.png"},
    ),
    "an image URL with spaces and Japanese": (
        "<title>t1</title>" + og(image=" /img/表 紙|1.png\n"),
        {"title": "t1", "image": "https://blog.example.jp/img/表%20紙%7C1.png"},
    ),
    "no invented image: pixels, sprites, placeholders": (
        "<title>t1</title>"
        + '<meta property="og:image" content="/beacon.gif"><meta property="og:image:width" content="1">'
        + og(image="/img/sprite.png")
        + og(image="/img/no-image.jpg")
        + og(image="/1x1.gif")
        + og(image="/blank.gif")
        + "<body><img src=/first.png>",
        {"title": "t1"},
    ),
    "an image that is only called like one of those": (
        "<title>t1</title>" + og(image="/pixel-8-pro.jpg"),
        {"title": "t1", "image": "https://blog.example.jp/pixel-8-pro.jpg"},
    ),
    "an image made by the same script as the icon": (
        '<title>t1</title><link rel="icon" href="/img?id=1">' + og(image="/img?id=2"),
        {"title": "t1", "icon": "https://blog.example.jp/img?id=1", "image": "https://blog.example.jp/img?id=2"},
    ),
    "no site's mark for an image": (
        '<title>t1</title><link rel="icon" href="/logo.png?v=2">'
        + og(image="https://blog.example.jp/logo.png")
        + json_ld({"@type": "Organization", "name": "会社", "logo": "/mark.png"})
        + '<meta name="twitter:image" content="/mark.png">',
        {"title": "t1", "icon": "https://blog.example.jp/logo.png?v=2", "site_name": "会社"},
    ),
    "addresses that nobody asks": (
        "<title>t1</title>"
        + og(image="data:image/png;base64,AAAA")
        + og(image="javascript:alert(1)")
        + og(image="file:///etc/passwd")
        + og(image="https://user:pw@example.com/a.png")
        + og(image="http://[::1")
        + og(image="/good.png"),
        {"title": "t1", "image": "https://blog.example.jp/good.png"},
    ),
    "the icon nearest to what is shown": (
        """<title>t1</title><link rel=icon sizes=192x192 href=/192.png><link rel="icon" sizes="16x16 32x32" href=/32.ico>
        <link rel=icon sizes=any href=/any.svg><link rel="mask-icon" href=/mask.png>""",
        {"title": "t1", "icon": "https://blog.example.jp/32.ico"},
    ),
    "an icon for phones when there is no other": (
        '<title>t1</title><link rel="apple-touch-icon" sizes="180x180" href="/touch.png">',
        {"title": "t1", "icon": "https://blog.example.jp/touch.png"},
    ),
    "a drawing's title is not the page's": (
        "<svg><title>閉じる</title></svg><title>本当の題名</title>",
        {"title": "本当の題名"},
    ),
    "fields in the body, after a head that ended early": (
        "<div>広告</div>" + og(title="題名", type="video.other"),
        {"title": "題名", "kind": "video"},
    ),
    "entities decoded once": (
        og(title="A &amp;amp; B &lt;b&gt; &#x3042; &hearts;", description="&amp;lt;script&amp;gt;"),
        {"title": "A &amp; B <b> あ ♥", "description": "&lt;script&gt;"},
    ),
    "language tags in their usual spelling": (
        '<html lang=""><title>t1</title>' + og(locale="zh_hant_tw"),
        {"title": "t1", "lang": "zh-Hant-TW"},
    ),
    "the page's own language before its template's": (
        '<html lang="JA-jp"><title>t1</title>' + og(locale="en_US"),
        {"title": "t1", "lang": "ja-JP"},
    ),
    "an author's address is no name": (
        '<title>t1</title><meta property="article:author" content="https://facebook.com/x"><meta name=author content="本名">',
        {"title": "t1", "author": "本名"},
    ),
    "days as they are written": (
        '<title>t1</title><meta property="article:published_time" content="去年"><meta name=date content="2024年2月29日">',
        {"title": "t1", "published": "2024-02-29"},
    ),
    "no day that does not exist": (
        '<title>t1</title><meta name=date content="2023-02-29"><meta name=date content="20240101">',
        {"title": "t1"},
    ),
    "the words of the page are only words": (
        og(title="[[ogp:https://x.example]] {filename}a.md {{ SITEURL }} **b** <img src=x onerror=alert(1)>"),
        {"title": "[[ogp:https://x.example]] {filename}a.md {{ SITEURL }} **b** <img src=x onerror=alert(1)>"},
    ),
}


@pytest.mark.parametrize(("head", "fields"), GOLDEN.values(), ids=GOLDEN)
def test_golden(head: str, fields: dict[str, str]) -> None:
    assert said(read(head)) == fields


SITE_NAMES = [
    ("題名 | サイト", "サイト", "題名"),
    ("題名｜サイト", "サイト", "題名"),
    ("題名 - サイト", "サイト", "題名"),
    ("題名 – サイト", "サイト", "題名"),
    ("題名：サイト", "サイト", "題名"),
    ("題名 · SITE", "site", "題名"),
    ("題名 | ＳＩＴＥ", "site", "題名"),
    ("題名 | サイト", "別のサイト", "題名 | サイト"),
    ("サイト", "サイト", "サイト"),
    ("- サイト", "サイト", "- サイト"),
    ("ジョン・スミス", "スミス", "ジョン・スミス"),
    ("TCP/IP", "IP", "TCP/IP"),
    ("e-mail", "mail", "e-mail"),
    ("良いサイト", "サイト", "良いサイト"),
    ("題名 - 副題 | サイト", "サイト", "題名 - 副題"),
]


@pytest.mark.parametrize(("title", "site", "shown"), SITE_NAMES)
def test_the_sites_name_goes_from_the_end_of_the_title(title: str, site: str, shown: str) -> None:
    assert read(og(title=title, site_name=site)).title == shown


def test_texts_are_cut_at_their_lengths() -> None:
    page = read(
        og(title="あ" * 400, description="い" * 2000, site_name="う" * 200)
        + f'<meta name=author content="{"え" * 200}">'
    )
    assert [len(text) for text in (page.title, page.description, page.site_name, page.author)] == [300, 1000, 100, 100]
    assert page.title.endswith("あ…")


def test_at_most_fifty_candidates_are_looked_at() -> None:
    assert read(og(image="javascript:0") * 49 + og(image="/last.png", title="t1")).image.endswith("/last.png")
    assert read(og(image="javascript:0") * 50 + og(image="/last.png", title="t1")).image == ""
    dates = '<meta name=date content="someday">'
    assert read(dates * 49 + '<meta name=date content="2026-01-02">').published == "2026-01-02"
    assert read(dates * 50 + '<meta name=date content="2026-01-02">').published == ""


@pytest.mark.parametrize(
    ("head", "url", "title"),
    [
        ("", "https://www.example.jp/docs/%E6%9B%B8%E9%A1%9E/?id=1", "www.example.jp/docs/書類"),
        ("<title> </title>", "https://example.jp/", "example.jp"),
        (og(site_name="サイト"), "https://example.jp/x", "サイト"),
    ],
)
def test_a_page_without_a_title_is_called_by_its_site_or_address(head: str, url: str, title: str) -> None:
    assert read(head, url=url).title == title


@pytest.mark.parametrize(
    "wrapped",
    [
        "\ufeff{}",
        "/*<![CDATA[*/ {} /*]]>*/",
        "//<![CDATA[\n{}\n//]]>",
        "/* <![CDATA[ */{}/* ]]> */",
        "<!-- {} -->",
        "<![CDATA[{}]]>",
        "{};",
    ],
)
def test_json_ld_in_the_wrappings_of_scripts_is_read(wrapped: str) -> None:
    data = wrapped.replace("{}", '{"@type": "Article", "headline": "見出し"}')
    assert read(f'<title>仮</title><script type="application/ld+json">{data}</script>').title == "見出し"


def test_what_stands_in_a_template_is_no_part_of_the_page() -> None:
    inert = (
        og(title="部品") + '<title>部品</title><svg></svg><template></template><meta name="description" content="x">'
    )
    page = read(f"<template>{inert}</template><title>題名</title>")
    assert (page.title, page.description) == ("題名", "")


@pytest.mark.parametrize("blank", ["\u3164", "\u2800\u2800", "\u115f", "\uffa0", "\u034f\u200c", "\ufe0f"])
def test_a_title_that_nobody_can_see_is_none(blank: str) -> None:
    assert read(f"<title>{blank}</title>", url="https://example.jp/x").title == "example.jp/x"
    assert read(f"<title>a{blank}</title>").title == f"a{blank}"


def test_json_ld_at_the_end_of_a_long_body_is_found() -> None:
    body = "<p>段落<a href=#>x</a></p>" * 8000 + json_ld({"@type": "Article", "headline": "最後の見出し"})
    assert read("<title>仮</title></head><body>" + body).title == "最後の見出し"


@pytest.mark.parametrize(
    ("content_type", "body", "url", "fields"),
    [
        (
            "application/pdf",
            b"%PDF-1.7",
            "https://a.example/d/%E8%B3%87%E6%96%99.pdf",
            {"title": "資料.pdf", "kind": "pdf"},
        ),
        ("application/pdf; charset=binary", b"", "https://a.example/get?id=1", {"title": "get", "kind": "pdf"}),
        (None, b"%PDF-1.4 ...", "https://a.example/", {"title": "a.example", "kind": "pdf"}),
        ("text/html", b"%PDF-1.4 ...", "https://a.example/a.pdf", {"title": "a.pdf", "kind": "pdf"}),
        (
            "image/PNG",
            b"\x89PNG",
            "https://a.example/a.png",
            {"title": "a.png", "kind": "image", "image": "https://a.example/a.png"},
        ),
        (
            "text/plain",
            b"<html><title>x</title>",
            "https://a.example/robots.txt",
            {"title": "robots.txt", "kind": "text"},
        ),
        ("application/zip", b"PK", "https://a.example/a.zip", {"title": "a.zip", "kind": "archive"}),
        ("application/x-thing", b"", "https://a.example/a.bin", {"title": "a.bin", "kind": "file"}),
        *(
            (header, data, "https://a.example/a", {"title": "a", "kind": "image", "image": "https://a.example/a"})
            for header in (None, "binary/octet-stream", "application/octet-stream", "text/html")
            for data in (
                b"\x89PNG\r\n\x1a\n",
                b"\xff\xd8\xff\xe0",
                b"GIF89a",
                b"RIFF\n\0\0\0WEBPVP8 ",
                b"\0\0\0\x1cftypavif",
            )
        ),
        (
            "application/octet-stream",
            b"<!doctype html><title>t</title>",
            "https://a.example/a",
            {"title": "a", "kind": "file"},
        ),
        ("binary/octet-stream", b"%PDF-1.7", "https://a.example/a.pdf", {"title": "a.pdf", "kind": "pdf"}),
        (None, b"\x00\x01\x02", "https://a.example/a.bin", {"title": "a.bin", "kind": "file"}),
        (None, b"just words", "https://a.example/a", {"title": "a", "kind": "text"}),
        (
            None,
            b"<?xml version='1.0'?><rss><title>x</title>",
            "https://a.example/feed",
            {"title": "feed", "kind": "text"},
        ),
        ("video/mp4", b"", "https://a.example/m.mp4", {"title": "m.mp4", "kind": "video"}),
        ("text/html, application/pdf", b"<title>x", "https://a.example/m", {"title": "m", "kind": "pdf"}),
    ],
)
def test_what_is_no_page_is_called_by_its_file(
    content_type: str | None, body: bytes, url: str, fields: dict[str, str]
) -> None:
    assert said(read_page(body, url, content_type)) == fields


@pytest.mark.parametrize(
    "content_type",
    [
        "text/html",
        "TEXT/HTML;charset=utf-8",
        "application/xhtml+xml",
        None,
        "",
        "nonsense",
        "text/html, text/html; charset=utf-8",
        "text/plain, text/html",
        "text/html; charset=utf-8, */*",
        "text/html charset=utf-8",
    ],
)
def test_html_by_header_or_by_its_looks(content_type: str | None) -> None:
    assert read("<title>題名</title>", content_type=content_type).title == "題名"


@pytest.mark.parametrize(
    "body",
    [
        "\ufeff<!DOCTYPE html><title>題名</title>".encode(),
        "<!doctype html><title>題名</title>".encode("utf-16"),
        "<!doctype html><title>題名</title><svg>".encode(),
        b"<!-- saved --><html><title>" + "題名".encode() + b"</title>",
        '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>題名</title></head>'.encode(),
    ],
)
def test_html_without_a_header(body: bytes) -> None:
    assert read_page(body, URL, None).title == "題名"
