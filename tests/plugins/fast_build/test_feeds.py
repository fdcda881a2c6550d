"""Entries are written as feedgenerator writes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from feedgenerator import Enclosure
from feedgenerator.django.utils.xmlutils import UnserializableContentError
from hypothesis import given
from hypothesis import strategies as st

from fast_build.writing.feeds import QUICK

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'\n\t "), max_size=8)


def written(kind: type[Any], **values: Any) -> str:
    feed = kind(title="T & t", link="https://example.org/", description="d", feed_url="https://example.org/f")
    dates = {"pubdate": datetime(2024, 1, 2, tzinfo=UTC), "unique_id": "tag:x"}
    feed.add_item(**({"title": "", "link": "", "description": None} | dates | values))
    feed.add_item("last", "https://example.org/b", "d", **dates)
    return str(feed.writeString("utf-8"))


@pytest.mark.parametrize("kind", QUICK)
@given(TEXTS, TEXTS, st.none() | TEXTS, st.lists(TEXTS, max_size=2))
def test_entries_are_the_same(
    kind: type[Any], title: str, link: str, content: str | None, categories: list[str]
) -> None:
    values = {
        "title": title,
        "link": f"https://example.org/{link}",
        "content": content,
        "description": content,
        "categories": categories,
        "author_name": title,
        "enclosures": [Enclosure(f"https://example.org/{link}", "1", "a/b")],
    }
    assert written(QUICK[kind], **values) == written(kind, **values)


@pytest.mark.parametrize("kind", QUICK)
def test_what_xml_cannot_hold_fails_as_ever(kind: type[Any]) -> None:
    with pytest.raises(UnserializableContentError):
        written(QUICK[kind], title="a\x00b")
