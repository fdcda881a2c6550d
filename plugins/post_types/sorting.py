"""Decides which posts are of which type. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from .model import PostType
from .settings import PostTypesSettings


def choose_slug(written: object, settings: PostTypesSettings) -> str | None:
    """The type that a post's front matter names: the default when it names none, None when there is no such type.

    Any name is fine on a site that declares no types.
    """
    slug = "" if written is None else str(written).strip()
    if not slug or not settings.declared:
        return settings.default
    return slug if slug in settings.types else None


def make_types(
    settings: PostTypesSettings, articles: Mapping[str, Sequence[Any]], templates: Collection[str]
) -> dict[str, PostType]:
    """A PostType for each slug of the settings, in their order.

    `articles`: slug -> its listed posts. `templates`: names without extension of all that the theme has.
    """
    return {slug: _make_type(slug, settings, articles.get(slug, ()), templates) for slug in settings.types}


def _make_type(slug: str, settings: PostTypesSettings, articles: Sequence[Any], templates: Collection[str]) -> PostType:
    entry = settings.types[slug]
    page = settings.save_as if settings.declared else ""
    # An empty Atom feed would carry the time of the build as its date, and so differ from build to build.
    feed = settings.feed_atom if settings.declared and articles else ""
    candidates = [name for name in (entry.template or "", f"article_{slug}") if name in templates]
    return PostType(
        slug=slug,
        name=entry.name,
        description=entry.description,
        show_on_home=entry.show_on_home,
        template=candidates[0] if candidates else "article",
        url=settings.url.format(slug=quote(slug)) if page else "",
        save_as=page.format(slug=slug),
        feed_url=(settings.feed_atom_url or feed).format(slug=quote(slug)) if feed else "",
        feed_save_as=feed.format(slug=slug),
        articles=list(articles),
        list_articles=list(articles),
    )
