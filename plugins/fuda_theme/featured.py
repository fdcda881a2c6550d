"""What it takes to show no featured posts: the lists that left them out have to show them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Any


def put_back(context: dict[str, Any]) -> None:
    """Empty the featured posts of the home page and of each type, and put them into its list, in the site's order."""
    articles = context["articles"]
    if "home_articles" in context:
        context["home_articles"] = _among(articles, context["home_articles"], context.get("featured_articles", ()))
    context["featured_articles"] = []
    for post_type in context.get("post_types", ()):
        post_type.list_articles[:] = _among(articles, post_type.list_articles, post_type.featured_articles)
        post_type.featured_articles.clear()


def _among(articles: Iterable[Any], *lists: Iterable[Any]) -> list[Any]:
    wanted = set(chain.from_iterable(lists))
    return [article for article in articles if article in wanted]
