"""Has Pelican group a post with its translations after it is settled who has which address, and not before.

Pelican groups them while it reads, and warns of each two posts with one slug and language. Those are the posts of which one
gives way, with an error of its own; grouping those that are left says nothing twice.
"""

from __future__ import annotations

from typing import Any

from pelican.utils import order_content, process_translations

_LISTS = {
    "ARTICLE": (
        ("articles", "translations"),
        ("hidden_articles", "hidden_translations"),
        ("drafts", "drafts_translations"),
    ),
    "PAGE": (("pages", "translations"), ("hidden_pages", "hidden_translations"), ("draft_pages", "draft_translations")),
}


def put_off_grouping(generator: Any, kind: str) -> None:
    """Have an ArticlesGenerator ("ARTICLE") or PagesGenerator ("PAGE") list everything as an original.

    Pelican's settings outlive the run, so this one generator gets a copy.
    """
    generator.settings = {**generator.settings, f"{kind}_TRANSLATION_ID": None}


def group(generator: Any, kind: str) -> None:
    """Do what was put off, in the lists that the generator has; the context, made of the run's settings, tells by what."""
    key = f"{kind}_TRANSLATION_ID"
    generator.settings = {**generator.settings, key: generator.context[key]}
    for names in _LISTS[kind]:
        contents, translations = (getattr(generator, name) for name in names)
        originals, others = process_translations(list(contents), generator.settings[key])
        contents[:] = order_content(originals, generator.settings[f"{kind}_ORDER_BY"])
        translations[:] = others
