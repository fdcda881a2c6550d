"""Structured data of a post, as schema.org's BlogPosting and BreadcrumbList."""

from __future__ import annotations

import json
from typing import Any

from .model import Crumb

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def make_json_ld(article: Any, crumbs: tuple[Crumb, ...], site_url: str) -> str:
    """JSON that may stand in a <script>: nothing in it can end the element."""
    graph = [_posting(article, site_url), _breadcrumb_list(article, crumbs, site_url)]
    data = {"@context": "https://schema.org", "@graph": graph}
    return _JSON.encode(data).replace("&", r"\u0026").replace("<", r"\u003c").replace(">", r"\u003e")


def _posting(article: Any, site_url: str) -> dict[str, Any]:
    posting: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": str(article.title),
        "url": f"{site_url}/{article.url}",
        "inLanguage": article.lang,
        "datePublished": article.date.isoformat(),
        "author": [
            {"@type": "Person", "name": str(author), "url": f"{site_url}/{author.url}"}
            for author in getattr(article, "authors", ())
        ],
    }
    if modified := getattr(article, "modified", None):
        posting["dateModified"] = modified.isoformat()
    if description := getattr(article, "description", ""):
        posting["description"] = str(description)
    if cover := getattr(article, "cover", None):
        posting["image"] = f"{site_url}/{cover.share_url}"
    return posting


def _breadcrumb_list(article: Any, crumbs: tuple[Crumb, ...], site_url: str) -> dict[str, Any]:
    steps = [*crumbs, Crumb(str(article.title), article.url)]
    items = [
        {"@type": "ListItem", "position": place, "name": crumb.title, "item": f"{site_url}/{crumb.url}"}
        for place, crumb in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
