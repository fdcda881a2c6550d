"""Putting cards into Pelican's articles and pages, and their plain forms into feeds and summaries.

Placeholders stay in `_content`, and whoever asks an article for its `content` gets cards: most builds make few pages and need not put cards
into the others. The plain form is made when a feed or a list asks for it. Both hold what other plugins have made of `_content` by then.
"""

from __future__ import annotations

import copy
import marshal
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from .model import Printed
from .placeholders import (
    Placeholder,
    Problem,
    find_placeholders,
    is_block,
    read_placeholder,
    replace_placeholders,
    take_problems,
)

Citation = tuple[Placeholder, str]
"""A placeholder and the path of the post in which it stands."""


def contents_of(generators: list[Any]) -> Iterator[Any]:
    """Every article and page of the build that has HTML text: translations, drafts and hidden ones too. In order of path."""
    for _, content in sorted(generators[0].context["generated_content"].items()):
        if isinstance(getattr(content, "_content", None), str):
            yield content


class CitingContent:
    """An article or page, and the placeholders in its text and its own summary."""

    def __init__(self, content: Any) -> None:
        self.content = content
        self.text = find_placeholders(content._content)
        self.summary = find_placeholders(_own_summary(content))

    @property
    def elements(self) -> list[str]:
        """Those of all placeholders, in order."""
        return [element for _, element in (*self.text, *self.summary)]


def citations(
    contents: Iterable[CitingContent], known: Mapping[str, Container[str]] | None = None
) -> Iterator[Citation]:
    """The placeholders, but those whose elements are `known` of a post, by its path."""
    for citing in contents:
        path = citing.content.source_path
        for element in citing.elements:
            if not known or element not in known[path]:
                yield read_placeholder(element), path


def take_problems_of(content: Any) -> tuple[Problem, ...]:
    """The problems that the Markdown extension found; their markers are taken out."""
    text, problems = take_problems(content._content)
    if problems:
        content._content = text
    _set_summary(content, take_problems(_own_summary(content))[0])
    return problems


def put_cards(citing: CitingContent, cards: Mapping[str, Printed], *, first: str = "", shelf: Any = None) -> bool:
    """Give an article the `cards` for its elements, and its own summary their plain forms; whether its text has any.

    `first` is HTML to stand before the first card that is a block. A `shelf` takes bytes with `put`, and gives them back, or something
    that has them when asked to `get` them.
    """
    content = citing.content
    plain = [cards[element].plain.decode() for _, element in citing.summary]
    _set_summary(content, replace_placeholders(_own_summary(content), citing.summary, plain))
    if not citing.text:
        return False
    packed = marshal.dumps([(element, *cards[element]) for _, element in citing.text])
    content.ogp_cards = PostCards(content, packed, first, shelf)
    content._get_content = content.ogp_cards.html
    if "summary" not in content.metadata:
        content.get_summary = content.ogp_cards.summary
    return True


class PostCards:
    """An article with its cards, and with paragraphs in their place for feeds and lists; from its text as it is when asked."""

    def __init__(self, content: Any, cards: bytes, first: str, shelf: Any) -> None:
        """`cards` are those of all elements, in order, as `marshal` packs them."""
        self._content = content
        self._first = first
        self._digest = sha256(cards).digest()
        self._cards = shelf.put(cards) if shelf else cards
        self._summaries: dict[tuple[str, bytes], str] = {}

    def __getstate__(self) -> list[str | bytes]:
        """What it puts into the article's text, for whoever wants to know whether that is the same as in another build."""
        return [self._first, self._digest]

    def html(self) -> str:
        """The article's text with cards, its links not yet resolved: what Pelican makes `content` of."""
        text = self._content._content
        found = find_placeholders(text)
        return replace_placeholders(text, found, [html for html, _ in self._forms([element for _, element in found])])

    def plain(self, html: str, siteurl: str) -> str:
        """With paragraphs: `html`, which is the article's text with cards and its links resolved for `siteurl`."""
        for card, plain in self._forms():
            html = html.replace(self._content._update_content(card, siteurl), plain)
        return html

    def summary(self, siteurl: str) -> str:
        """What Pelican makes of the text with paragraphs for lists."""
        key = (siteurl, sha256(self._content._content.encode("utf-8", "surrogatepass")).digest())
        if key not in self._summaries:
            twin = copy.copy(self._content)
            del twin.get_summary, twin._get_content
            twin._content = self.plain(self._content._update_content(self.html(), siteurl), siteurl)
            self._summaries[key] = twin.get_summary(siteurl)
        return self._summaries[key]

    def _forms(self, elements: Sequence[str] | None = None) -> Iterator[tuple[str, str]]:
        """For each element its card and the paragraph; what another plugin has written stays as it is. Without `elements` for all of
        which there are cards."""
        first = self._first
        packed = self._cards if isinstance(self._cards, bytes) else self._cards.get()
        cards = marshal.loads(packed)  # noqa: S302 - made in this build, by `put_cards`
        by_element = {element: (html.decode(), plain.decode()) for element, html, plain in cards}
        for element in [element for element, *_ in cards] if elements is None else elements:
            html, plain = by_element.get(element, (element, element))
            if element in by_element and is_block(element):
                html, first = first + html, ""
            yield html, plain


def put_plain_into_feed(feed: Any, contents: dict[str, Any], *, summaries_only: bool) -> None:
    """Give a feed's items the plain form; `contents` are those with cards, by URL."""
    base = feed.feed["link"]
    siteurl = base.removesuffix("/")
    for item in feed.items:
        content = contents.get(item["link"].removeprefix(base).removesuffix("?ref=feed"))
        if content is None:
            continue
        if item.get("content"):  # Atom
            item["content"] = content.ogp_cards.plain(item["content"], siteurl)
        elif not summaries_only:
            item["description"] = content.ogp_cards.plain(item["description"], siteurl)


def _own_summary(content: Any) -> str:
    summary = content.metadata.get("summary")
    return summary if isinstance(summary, str) else ""


def _set_summary(content: Any, summary: str) -> None:
    if summary != _own_summary(content):
        content.metadata["summary"] = content._summary = summary
