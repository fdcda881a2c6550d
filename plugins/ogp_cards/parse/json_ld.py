"""What a page says in JSON-LD (https://schema.org): of the article-like thing that it is, never of those that it lists."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from .said import MAX_CANDIDATES, Said, SaidImage, number
from .text import decode_entities

MAX_NODES = 500
_MAX_ITEMS = 10_000
_KINDS = {
    "scholarlyarticle": "paper",
    "videoobject": "video",
    "movie": "video",
    "podcastepisode": "audio",
    "musicrecording": "music",
    "musicalbum": "music",
    "book": "book",
    "product": "product",
    "event": "event",
    "course": "course",
    "dataset": "dataset",
    "softwaresourcecode": "software",
    "softwareapplication": "software",
}
_ARTICLES = ("article", "posting", "report", "howto", "recipe")
_SITES = frozenset({"website", "organization", "newsmediaorganization"})
_OPENINGS = ("\ufeff", "<!--", "//", "/*", "<![CDATA[", "*/")
_CLOSINGS = (";", "*/", "-->", "]]>", "/*", "//")

_Node = Mapping[str, Any]


def json_ld(scripts: Iterable[str]) -> Said:
    """The candidates of the article-like node, and the site's own name and logo."""
    nodes = tuple(islice((node for script in scripts for node in _walk(_load(script))), MAX_NODES))
    graph = _Graph(nodes)
    main = _main(nodes)
    publisher = graph.first(main.get("publisher"))
    site = next((node for node in nodes if _types(node) & _SITES), {})
    return Said(
        title=_texts(main.get("headline"), main.get("name")),
        description=_texts(main.get("description"), main.get("abstract")),
        images=tuple(graph.images(main.get("image"))) + tuple(graph.images(main.get("thumbnailUrl"))),
        site_name=_texts(publisher.get("name"), site.get("name")),
        lang=_texts(main.get("inLanguage")),
        kind=(_kind(main),),
        published=_texts(main.get("datePublished"), main.get("uploadDate")),
        author=_texts(*(graph.name(author) for author in _list(main.get("author"))[:1])),
        logo=tuple(image.url for image in graph.images([publisher.get("logo"), site.get("logo")])),
    )


class _Graph:
    """The nodes of a page, so that `{"@id": "#me"}` finds what it points at."""

    def __init__(self, nodes: Iterable[_Node]) -> None:
        self._by_id = {name: node for node in nodes if (name := _id(node)) and len(node) > 1}

    def first(self, value: object) -> _Node:
        """The node that the value is, points at, or begins with; an empty one otherwise."""
        for item in _list(value)[:1]:
            if isinstance(item, dict):
                return self._by_id.get(_id(item), item) if len(item) == 1 else item
        return {}

    def name(self, value: object) -> object:
        """What a person or organization is called, who may stand there as a mere string."""
        return value if isinstance(value, str) else self.first(value).get("name")

    def images(self, value: object) -> Iterator[SaidImage]:
        """Images given as addresses, nodes, or lists of both."""
        for item in _list(value)[:MAX_CANDIDATES]:
            node = self.first(item)
            for url in _texts(item, node.get("url"), node.get("contentUrl"))[:1]:
                alt = next(iter(_texts(node.get("caption"))), "")
                yield SaidImage(url, alt, number(node.get("width")), number(node.get("height")))


def _load(script: str) -> object:
    """The value, None when it is no JSON. A nest too deep or a number too long is none either."""
    text = script.strip()
    for opening in _OPENINGS:
        text = text.removeprefix(opening).lstrip()
    for closing in _CLOSINGS:
        text = text.removesuffix(closing).rstrip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _walk(value: object) -> Iterator[_Node]:
    """The nodes that describe the page itself: the outermost ones, those of a @graph and the main entity.

    Of a text with more than 10,000 things in these places the first ones only.
    """
    waiting = deque([value])
    for _ in range(_MAX_ITEMS):
        if not waiting:
            return
        item = waiting.popleft()
        if isinstance(item, list):
            waiting.extend(item[:MAX_NODES])
        elif isinstance(item, dict):
            yield item
            waiting.extend(filter(None, (item.get("@graph"), item.get("mainEntity"))))


def _main(nodes: Sequence[_Node]) -> _Node:
    """The node that the page is about: its article, or else the other thing that it has; none where there are several to choose from."""
    things = [node for node in nodes if _kind(node)]
    articles = [node for node in things if _kind(node) == "article"]
    candidates = articles or things
    titles = {_texts(node.get("headline"), node.get("name"))[:1] for node in candidates}
    return candidates[0] if len(titles) == 1 else {}


def _id(node: _Node) -> str:
    """The name by which others point at the node; "" when it has none that is a text."""
    name = node.get("@id")
    return name if isinstance(name, str) else ""


def _types(node: _Node) -> set[str]:
    return {name.rsplit("/", 1)[-1].lower() for name in _list(node.get("@type")) if isinstance(name, str)}


def _kind(node: _Node) -> str:
    """The card's kind when the node is article-like, else ""."""
    for name in sorted(_types(node)):
        if name in _KINDS:
            return _KINDS[name]
        if name.endswith(_ARTICLES):
            return "article"
    return ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(*values: object) -> tuple[str, ...]:
    """The strings among the values and among lists of values; a language-tagged one is {"@value": …}."""
    items = (item for value in values for item in _list(value)[:MAX_CANDIDATES])
    plain = (item.get("@value") if isinstance(item, dict) else item for item in items)
    return tuple(decode_entities(item) for item in plain if isinstance(item, str))
