"""The small files at the root of a site, as texts: web app manifest, robots.txt, _headers, sitemap."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from xml.sax.saxutils import escape


def make_manifest(*, name: str, lang: str, icons: str, start: str, color: str) -> str:
    """A web app manifest (W3C) for the site; `icons` is the URL of the folder with the icons."""
    pictures: list[dict[str, str]] = [
        {"src": f"{icons}/icon-{size}.png", "sizes": f"{size}x{size}", "type": "image/png"} for size in (192, 512)
    ]
    pictures.append({"src": f"{icons}/icon.svg", "sizes": "any", "type": "image/svg+xml"})
    manifest: dict[str, Any] = {
        "name": name,
        "lang": lang,
        "start_url": start,
        "display": "minimal-ui",
        "background_color": color,
        "theme_color": color,
        "icons": pictures,
    }
    return json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"


def make_robots(site_url: str, *, sitemap: bool) -> str:
    """robots.txt (RFC 9309): everybody is welcome, and here is the sitemap."""
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {site_url}/sitemap.xml\n" if sitemap else "")


def make_headers(policy: str, site_url: str, built: str) -> str:
    """A `_headers` file, as several static hosts read it. `built` is the folder whose names change with their content."""
    root = urlsplit(site_url).path
    return (
        f"{root}/*\n"
        f"  Content-Security-Policy: {policy}\n"
        "  X-Content-Type-Options: nosniff\n"
        "  Referrer-Policy: strict-origin-when-cross-origin\n"
        f"{root}/{built}/*\n"
        "  Cache-Control: public, max-age=31536000, immutable\n"
    )


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page: its site-relative URL, when it last changed if that is known, and its other languages (code, URL)."""

    url: str
    changed: datetime | None = None
    languages: tuple[tuple[str, str], ...] = ()


def make_sitemap(entries: Iterable[SitemapEntry], site_url: str) -> str:
    """A sitemap (sitemaps.org 0.9, with the hreflang links that search engines read), sorted by URL."""
    pages = sorted({entry.url: entry for entry in entries}.values(), key=lambda entry: entry.url)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        + "".join(_sitemap_url(entry, site_url) for entry in pages)
        + "</urlset>\n"
    )


def _sitemap_url(entry: SitemapEntry, site_url: str) -> str:
    changed = f"<lastmod>{entry.changed.isoformat()}</lastmod>" if entry.changed else ""
    languages = "".join(
        f'<xhtml:link rel="alternate" hreflang="{lang}" href="{escape(f"{site_url}/{url}")}"/>'
        for lang, url in entry.languages
    )
    return f"<url><loc>{escape(f'{site_url}/{entry.url}')}</loc>{changed}{languages}</url>\n"


def with_stylesheet(feed: str, href: str) -> str:
    """A feed's XML with a stylesheet behind its declaration, so that a browser shows it to a person as a page."""
    declaration, end, rest = feed.partition("?>")
    if not declaration.startswith("<?xml") or "<?xml-stylesheet" in feed[:500]:
        return feed
    return f'{declaration}{end}\n<?xml-stylesheet href="{escape(href)}" type="text/css"?>{rest}'
