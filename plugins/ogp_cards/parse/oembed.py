"""oEmbed (https://oembed.com): where to ask, and what the answer says. Its HTML is never looked at."""

from __future__ import annotations

import json
import re
from urllib.parse import quote

from .head import Head
from .said import Said, SaidImage, number
from .text import decode_entities
from .urls import absolute, host, path

_KINDS = {"video": "video", "photo": "photo"}


# Where a site's things are, and where it answers questions about them.
_PROVIDERS = tuple(
    (re.compile(rf"(?:www\.)?(?:{places})"), endpoint)
    for places, endpoint in (
        (
            r"(?:m\.|music\.)?youtube\.com/(?:watch|playlist|shorts/.|live/.|embed/.)|youtu\.be/.",
            "https://www.youtube.com/oembed?format=json&url=",
        ),
        (r"(?:player\.)?vimeo\.com/(?:.*/)?\d", "https://vimeo.com/api/oembed.json?url="),
        (
            r"open\.spotify\.com/(?:intl-[a-z-]+/)?(?:track|album|playlist|artist|episode|show)/.",
            "https://open.spotify.com/oembed?url=",
        ),
        (r"(?:m\.)?soundcloud\.com/[^/]+/.", "https://soundcloud.com/oembed?format=json&url="),
        (r"speakerdeck\.com/[^/]+/.", "https://speakerdeck.com/oembed.json?url="),
        (r"(?:[a-z]{2}\.)?slideshare\.net/[^/]+/.", "https://www.slideshare.net/api/oembed/2?format=json&url="),
        (
            r"(?:mobile\.)?(?:x|twitter)\.com/[^/]+/status/\d",
            "https://publish.twitter.com/oembed?omit_script=1&url=",
        ),
        (
            r"flickr\.com/photos/[^/]+/.|flic\.kr/p/.",
            "https://www.flickr.com/services/oembed/?format=json&url=",
        ),
    )
)


def oembed_endpoint(url: str) -> str:
    """Where to ask about a URL of YouTube, Vimeo, Spotify, SoundCloud, Speaker Deck, SlideShare, X or Flickr; "" for others."""
    place = host(url) + path(url)
    endpoint = next((endpoint for places, endpoint in _PROVIDERS if places.match(place)), "")
    return endpoint and endpoint + quote(url, safe="")


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
