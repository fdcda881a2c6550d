"""Putting cards into Pelican's articles and pages, and their plain forms into feeds and summaries.

A card takes its place in `_content` before any template reads `content`, which Pelican keeps once read. The plain form is made when a feed
or a list asks for it, from what other plugins have made of `_content` by then.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Container, Iterable, Iterator
from typing import Any

from .model import Printed
from .placeholders import Placeholder, Problem, cut_at_placeholders, is_block, read_placeholder, take_problems

Citation = tuple[Placeholder, str]
"""A placeholder and the path of the post in which it stands."""


def contents_of(generators: list[Any]) -> Iterator[Any]:
    """Every article and page of the build that has HTML text: translations, drafts and hidden ones too."""
    for content in generators[0].context["generated_content"].values():
        if isinstance(getattr(content, "_content", None), str):
            yield content


class CutContent:
    """An article or page whose text and own summary are cut at their placeholders."""

    def __init__(self, content: Any) -> None:
        self.content = content
        self.text = cut_at_placeholders(content._content)
        self.summary = cut_at_placeholders(_own_summary(content))

    @property
    def elements(self) -> list[str]:
        """Those of all placeholders, in order."""
        return self.text[1::2] + self.summary[1::2]


def citations(contents: Iterable[CutContent], known: Container[str] = ()) -> Iterator[Citation]:
    """The placeholders whose elements are not `known`."""
    for cut in contents:
        for element in cut.elements:
            if element not in known:
                yield read_placeholder(element), cut.content.source_path


def take_problems_of(content: Any) -> tuple[Problem, ...]:
    """The problems that the Markdown extension found; their markers are taken out."""
    content._content, problems = take_problems(content._content)
    _set_summary(content, take_problems(_own_summary(content))[0])
    return problems


def put_cards(cut: CutContent, printed: Callable[[str], Printed], *, first: str = "") -> bool:
    """Replace the placeholders of an article by what is `printed` for their elements; whether there were any.

    `first` is HTML to stand before the first card that is a block.
    """
    content, text, summary = cut.content, cut.text.copy(), cut.summary.copy()
    summary[1::2] = [printed(element).plain for element in summary[1::2]]
    _set_summary(content, "".join(summary))
    placed: dict[str, str] = {}
    for place in range(1, len(text), 2):
        html, plain = printed(text[place])
        if first and is_block(text[place]):
            html, first = first + html, ""
        placed[html] = plain
        text[place] = html
    if not placed:
        return False
    content._content = "".join(text)
    content.ogp_plain = PlainForm(content, placed)
    if "summary" not in content.metadata:
        content.get_summary = content.ogp_plain.summary
    return True


class PlainForm:
    """An article as feeds and lists show it: with cards as paragraphs, from its text as it is when asked."""

    def __init__(self, content: Any, placed: dict[str, str]) -> None:
        self._content = content
        self._placed = placed
        self._texts: dict[tuple[str, str], str] = {}
        self._summaries: dict[tuple[str, str], str] = {}

    def __getstate__(self) -> dict[str, str]:
        """What it makes, for whoever wants to know whether it makes the same as in another build."""
        return self._placed

    def text(self, html: str, siteurl: str) -> str:
        """`html`, which is the article's text with its links resolved for `siteurl`."""
        key = (siteurl, html)
        if key not in self._texts:
            for card, plain in self._placed.items():
                html = html.replace(self._content._update_content(card, siteurl), plain)
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
