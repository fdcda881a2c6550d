"""Putting cards into Pelican's articles and pages, and their plain forms into feeds and summaries.

A card takes its place in `_content` before any template reads `content`, which Pelican keeps once read. The plain form is made when a feed
or a list asks for it, from what other plugins have made of `_content` by then.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from typing import Any

from .placeholders import Placeholder, Problem, find_placeholders, replace_placeholders, take_problems

Render = Callable[[Placeholder], str]


def contents_of(generators: list[Any]) -> Iterator[Any]:
    """Every article and page of the build that has HTML text: translations, drafts and hidden ones too."""
    for content in generators[0].context["generated_content"].values():
        if isinstance(getattr(content, "_content", None), str):
            yield content


def placeholders_of(content: Any) -> Iterator[Placeholder]:
    """The placeholders of an article's text and of its own summary."""
    yield from find_placeholders(content._content)
    yield from find_placeholders(_own_summary(content))


def take_problems_of(content: Any) -> tuple[Problem, ...]:
    """The problems that the Markdown extension found; their markers are taken out."""
    content._content, problems = take_problems(content._content)
    _set_summary(content, take_problems(_own_summary(content))[0])
    return problems


def put_cards(content: Any, card: Render, plain: Render, *, first: str = "") -> bool:
    """Replace the placeholders of an article; whether there were any. `plain` renders the form for feeds and summaries.

    `first` is HTML to stand before the first card that is a block.
    """
    placed: dict[str, Placeholder] = {}
    before = iter([first])

    def place(placeholder: Placeholder) -> str:
        html = card(placeholder) if placeholder.inline else next(before, "") + card(placeholder)
        placed[html] = placeholder
        return html

    content._content = replace_placeholders(content._content, place)
    _set_summary(content, replace_placeholders(_own_summary(content), plain))
    if not placed:
        return False
    content.ogp_plain = PlainForm(content, placed, plain)
    if "summary" not in content.metadata:
        content.get_summary = content.ogp_plain.summary
    return True


class PlainForm:
    """An article as feeds and lists show it: with cards as paragraphs, from its text as it is when asked."""

    def __init__(self, content: Any, placed: dict[str, Placeholder], plain: Render) -> None:
        self._content = content
        self._placed = placed
        self._plain = plain
        self._texts: dict[tuple[str, str], str] = {}
        self._summaries: dict[tuple[str, str], str] = {}

    def __getstate__(self) -> dict[str, Placeholder]:
        """What it makes, for whoever wants to know whether it makes the same as in another build."""
        return self._placed

    def text(self, html: str, siteurl: str) -> str:
        """`html`, which is the article's text with its links resolved for `siteurl`."""
        key = (siteurl, html)
        if key not in self._texts:
            for card, placeholder in self._placed.items():
                html = html.replace(self._content._update_content(card, siteurl), self._plain(placeholder))
            self._texts[key] = html
        return self._texts[key]

    def summary(self, siteurl: str) -> str:
        """What Pelican makes of it for lists."""
        key = (siteurl, self._content._content)
        if key not in self._summaries:
            twin = copy.copy(self._content)
            del twin.get_summary
            twin._content = self.text(self._content._update_content(self._content._content, siteurl), siteurl)
            self._summaries[key] = twin.get_summary(siteurl)
        return self._summaries[key]


def put_plain_into_feed(feed: Any, contents: dict[str, Any], *, summaries_only: bool) -> None:
    """Give a feed's items the plain form; `contents` are those with cards, by URL."""
    base = feed.feed["link"]
    siteurl = base.removesuffix("/")
    for item in feed.items:
        content = contents.get(item["link"].removeprefix(base).removesuffix("?ref=feed"))
        if content is None:
            continue
        if item.get("content"):  # Atom
            item["content"] = content.ogp_plain.text(item["content"], siteurl)
        elif not summaries_only:
            item["description"] = content.ogp_plain.text(item["description"], siteurl)


def _own_summary(content: Any) -> str:
    summary = content.metadata.get("summary")
    return summary if isinstance(summary, str) else ""


def _set_summary(content: Any, summary: str) -> None:
    if summary != _own_summary(content):
        content.metadata["summary"] = content._summary = summary
