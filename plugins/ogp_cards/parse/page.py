"""Bytes of a page -> card fields. Pure: what to ask and when is decided elsewhere."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import unquote

from ..errors import PageRefused
from ..model import PageFields
from .encodings import decode
from .fields import choose
from .head import Head, read_head
from .json_ld import json_ld
from .oembed import discovered, read_answer
from .other_types import is_page, link_only, media_type
from .refusals import KINDS, Evidence, wall
from .said import Said, citation, html, open_graph, twitter
from .text import TITLE_LIMIT, clean, same_words
from .urls import absolute, host, is_root, path, readable

_MUCH_TEXT = 1000
"""Characters; error pages and shells have fewer."""


def read_page(body: bytes, url: str, content_type: str | None, *, oembed: bytes | None = None) -> PageFields:
    """What a page says of itself. PageRefused when it is an error, a consent wall, a log-in wall, a robot check or an empty shell.

    `body` may be cut anywhere; `url` is where it came from after redirects; `content_type` is the header as sent, None without one.
    What is no HTML gives its file's name and kind. When the result's `oembed` is set, that endpoint has what the page lacks: call
    again with its answer's bytes as `oembed`, which then speaks after the page's cards and JSON-LD and before its plain HTML.
    Where a refusal's `oembed` is set, that endpoint speaks for an empty shell: see `read_oembed`.
    """
    media = media_type(body, content_type)
    if not is_page(media):
        return link_only(url, media)
    head = read_head(decode(body, content_type))
    base = absolute(head.base, url) or url
    structured = json_ld(head.json_ld)
    cards = (open_graph(head), twitter(head), structured)
    plain = (citation(head), html(head))
    asked = () if oembed is None else (read_answer(oembed),)
    fields = choose((*cards, *asked, *plain), base)
    seen = Evidence(
        title=fields.title,
        site_name=fields.site_name,
        host=host(url),
        is_article=any((*structured.kind, *plain[0].kind)),
        is_root=is_root(url),
        asks_password=head.asks_password,
        path=unquote(path(url)),
        has_card=_has_card(cards) and not _is_for_all(head, url),
        has_text=head.prose >= _MUCH_TEXT,
    )
    if reason := wall(seen):
        message = f"the page is {KINDS[reason]}, not an article: its title is {fields.title!r}"
        raise PageRefused(reason, message, oembed=discovered(head, base) if reason == "empty-shell" else "")
    helps = oembed is None and not (fields.image and any(source.title for source in cards))
    return replace(
        fields,
        title=fields.title or fields.site_name or clean(readable(url), TITLE_LIMIT),
        oembed=discovered(head, base) if helps else "",
    )


def read_oembed(answer: bytes, url: str) -> PageFields:
    """What a provider's endpoint (see `oembed_endpoint`) says of `url`. PageRefused ("no-oembed") when it says no title but its name."""
    fields = choose((read_answer(answer),), url)
    if not fields.title or same_words(fields.title, fields.site_name):
        raise PageRefused("no-oembed", "the oEmbed answer has no title")
    return fields


def _has_card(cards: tuple[Said, ...]) -> bool:
    """Whether the page gives title and description to those who make cards."""
    return any(card.title for card in cards) and any(card.description for card in cards)


def _is_for_all(head: Head, url: str) -> bool:
    """Whether what the page says is said of the site's first page, as shells do at every address."""
    addresses = (*head.contents("og:url"), *(link.href for link in head.links if "canonical" in link.rel))
    return not is_root(url) and any(map(is_root, filter(None, (absolute(address, url) for address in addresses))))
