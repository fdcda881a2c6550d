"""oEmbed (https://oembed.com): where to ask, and what the answer says. Its HTML is never looked at."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from .head import Head
from .said import Said, SaidImage, number
from .text import decode_entities
from .urls import absolute

_KINDS = {"video": "video", "photo": "image"}


@dataclass(frozen=True, slots=True)
class _Provider:
    """A site whose pages say little without a browser: its hosts, the paths of its things, and where it answers."""

    hosts: re.Pattern[str]
    paths: re.Pattern[str]
    endpoint: str


def _provider(hosts: str, paths: str, endpoint: str) -> _Provider:
    return _Provider(re.compile(hosts), re.compile(paths), endpoint)


_PROVIDERS = (
    _provider(
        r"(?:www\.|m\.|music\.)?youtube\.com",
        r"/(?:watch|playlist|shorts/.|live/.|embed/.)",
        "https://www.youtube.com/oembed?format=json&url=",
    ),
    _provider(r"youtu\.be", r"/.", "https://www.youtube.com/oembed?format=json&url="),
    _provider(r"(?:www\.|player\.)?vimeo\.com", r"/(?:.*/)?\d+", "https://vimeo.com/api/oembed.json?url="),
    _provider(
        r"open\.spotify\.com",
        r"/(?:intl-[a-z-]+/)?(?:track|album|playlist|artist|episode|show)/.",
        "https://open.spotify.com/oembed?url=",
    ),
    _provider(r"(?:www\.|m\.)?soundcloud\.com", r"/[^/]+/.", "https://soundcloud.com/oembed?format=json&url="),
    _provider(r"(?:www\.)?speakerdeck\.com", r"/[^/]+/.", "https://speakerdeck.com/oembed.json?url="),
    _provider(
        r"(?:www\.|[a-z]{2}\.)?slideshare\.net",
        r"/[^/]+/.",
        "https://www.slideshare.net/api/oembed/2?format=json&url=",
    ),
    _provider(
        r"(?:www\.|mobile\.)?(?:x|twitter)\.com",
        r"/[^/]+/status/\d",
        "https://publish.twitter.com/oembed?omit_script=1&url=",
    ),
    _provider(r"(?:www\.)?flickr\.com", r"/photos/[^/]+/.", "https://www.flickr.com/services/oembed/?format=json&url="),
    _provider(r"flic\.kr", r"/p/.", "https://www.flickr.com/services/oembed/?format=json&url="),
)


def oembed_endpoint(url: str) -> str:
    """Where to ask about a URL of YouTube, Vimeo, Spotify, SoundCloud, Speaker Deck, SlideShare, X or Flickr; "" for others."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    for provider in _PROVIDERS:
        if provider.hosts.fullmatch(host) and provider.paths.match(parts.path):
            return provider.endpoint + quote(url, safe="")
    return ""


def discovered(head: Head, base: str) -> str:
    """The https endpoint that a page names for JSON, else ""."""
    links = (link.href for link in head.links if "alternate" in link.rel and "json+oembed" in link.type)
    urls = (absolute(href, base) for href in links)
    return next((url for url in urls if url.startswith("https://")), "")


def read_answer(answer: bytes) -> Said:
    """The candidates of an endpoint's JSON answer; nothing said when it is no such thing."""
    try:
        said = json.loads(answer.decode("utf-8-sig", "replace"), strict=False)
    except (ValueError, RecursionError):
        return Said()
    if not isinstance(said, dict):
        return Said()

    def texts(*names: str) -> tuple[str, ...]:
        return tuple(decode_entities(said[name]) for name in names if isinstance(said.get(name), str))

    photo = ("url",) if said.get("type") == "photo" else ()
    size = (number(said.get("thumbnail_width")), number(said.get("thumbnail_height")))
    return Said(
        title=texts("title", "author_name"),  # X names only the author
        description=texts("description"),
        images=tuple(SaidImage(url, "", *size) for url in texts("thumbnail_url", *photo)),
        site_name=texts("provider_name"),
        kind=tuple(_KINDS[kind] for kind in texts("type") if kind in _KINDS),
        author=texts("author_name"),
    )
