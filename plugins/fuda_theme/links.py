"""Links on a post's page: the way down to it, where to share it, where to edit it."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .model import Crumb, Link
from .settings import ShareTarget


def make_breadcrumbs(article: Any, home: str, *, types_shown: bool) -> tuple[Crumb, ...]:
    """From the home page down to the post's category, without the post itself. `home` is the word for the home page."""
    crumbs = [Crumb(home, "")]
    post_type = getattr(article, "post_type", None)
    if types_shown and post_type and post_type.url:
        crumbs.append(Crumb(post_type.name, post_type.url))
    if category := getattr(article, "category", None):
        crumbs.append(Crumb(str(category), category.url))
    return tuple(crumbs)


def make_share_links(url: str, title: str, targets: tuple[ShareTarget, ...]) -> tuple[Link, ...]:
    """Plain links for the targets that have one ("copy" has none: it needs a script). `url` is absolute."""
    title, url = quote(title, safe=""), quote(url, safe="")
    places = {
        "x": Link("X", f"https://x.com/intent/post?text={title}&url={url}"),
        "hatena": Link("はてなブックマーク", f"https://b.hatena.ne.jp/add?mode=confirm&url={url}"),
        "bluesky": Link("Bluesky", f"https://bsky.app/intent/compose?text={title}%20{url}"),
    }
    return tuple(places[target] for target in targets if target in places)


def make_edit_url(pattern: str, source_path: str) -> str:
    """`pattern` with the file's path, percent-encoded, for {path}; "" without a pattern."""
    return pattern.replace("{path}", quote(source_path))
