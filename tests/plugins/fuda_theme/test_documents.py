import gc
import json
import weakref
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

from lxml import etree

from fuda_theme.documents import SitemapEntry, make_headers, make_manifest, make_robots, make_sitemap, with_stylesheet
from fuda_theme.plugin import style_feed

NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


def test_a_sitemap_is_sorted_names_each_page_once_and_links_languages() -> None:
    changed = datetime(2025, 1, 2, tzinfo=UTC)
    entries = [
        SitemapEntry("tag/a&b/"),
        SitemapEntry("", changed),
        SitemapEntry("posts/p/", changed, (("ja", "posts/p/"), ("en", "en/posts/p/"))),
        SitemapEntry("", changed),
    ]
    tree = etree.fromstring(make_sitemap(entries, "https://a.example").encode())
    assert tree.xpath("//s:loc/text()", namespaces=NAMES) == [
        "https://a.example/",
        "https://a.example/posts/p/",
        "https://a.example/tag/a&b/",
    ]
    assert tree.xpath("//s:lastmod/text()", namespaces=NAMES)[0] == "2025-01-02T00:00:00+00:00"
    assert tree.xpath("//x:link/@href", namespaces=NAMES)[1] == "https://a.example/en/posts/p/"
    assert tree.xpath("//x:link/@hreflang", namespaces=NAMES) == ["ja", "en"]


def test_a_feed_gets_its_stylesheet_once_behind_its_declaration() -> None:
    feed = '<?xml version="1.0" encoding="utf-8"?>\n<feed/>'
    styled = with_stylesheet(feed, "/a.css")
    assert styled == '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet href="/a.css" type="text/css"?>\n<feed/>'
    assert with_stylesheet(styled, "/a.css") == styled
    assert with_stylesheet("<feed/>", "/a.css") == "<feed/>"


def test_headers_know_the_sites_folder() -> None:
    text = make_headers("default-src 'none'", "https://a.example/blog", "theme/built")
    assert text.startswith("/blog/*\n  Content-Security-Policy: default-src 'none'\n")
    assert "/blog/theme/built/*\n  Cache-Control: public, max-age=31536000, immutable\n" in text


def test_robots_names_the_sitemap() -> None:
    assert make_robots("https://a.example", sitemap=True).endswith("\nSitemap: https://a.example/sitemap.xml\n")
    assert "Sitemap" not in make_robots("", sitemap=False)


def test_the_manifest_names_site_and_icons() -> None:
    manifest = json.loads(make_manifest(name="札", lang="ja", icons="/theme/icons", start="/", color="#fff"))
    assert (manifest["name"], manifest["start_url"]) == ("札", "/")
    assert next(icon["src"] for icon in manifest["icons"]) == "/theme/icons/icon-192.png"


def test_a_long_feed_gets_its_stylesheet_and_stays_whole() -> None:
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<feed>{"題" * 600}</feed>'

    class Feed:
        def write(self, file: StringIO, _encoding: str) -> None:
            file.write(text)

    feed, file = Feed(), StringIO()
    style_feed({"fuda": SimpleNamespace(feed_stylesheet="a.css"), "SITEURL": ""}, feed)
    feed.write(file, "utf-8")
    assert file.getvalue() == with_stylesheet(text, "/a.css")
    gone = weakref.ref(feed)
    gc.disable()
    try:
        del feed
        assert gone() is None, "a feed that was written is in nobody's memory"
    finally:
        gc.enable()
