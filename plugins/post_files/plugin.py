"""Pelican's signals."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pelican.plugins import signals

from .folder import ContentFolder
from .places import Use, place_beside
from .post import Post, Site
from .references import find_line
from .settings import PostFilesSettings

logger = logging.getLogger(__name__)
_WORDS = ("static", "attach")
"""One of them is in every link with Pelican's {static} or {attach}; looking for them takes a tenth of reading all links."""
_USES = "post_files_uses"
"""Key in the context: which post links which file, for the time when Pelican knows the files."""


def register() -> None:
    """Called by Pelican."""
    signals.article_generator_init.connect(look_where_they_are)
    signals.page_generator_init.connect(look_where_they_are)
    signals.page_generator_finalized.connect(link_files)
    signals.static_generator_finalized.connect(place_files)


def look_where_they_are(generator: Any) -> None:
    """Have Pelican go through a post for its {static} and {attach} only when they are in it."""

    def add_static_links(content: Any) -> None:
        generator.context["static_links"] |= _named_files(content)

    generator.add_static_links = add_static_links


def link_files(generator: Any) -> None:
    """Make the links of all posts Pelican's, and have the files copied. All sources are known now, and no file is."""
    context = generator.context
    site = _site(generator)
    contents = sorted(filter(None, context["generated_content"].values()), key=lambda content: content.source_path)
    published = [content for content in contents if content.save_as]
    naming = {content: names for content in contents if (names := _named_files(content))}
    wanted = {name for content, names in naming.items() if content.save_as for name in names}
    named = {name for name in wanted if _is_there(name, site.folder)}
    context["static_links"] -= set().union(*naming.values()) - named
    posts = [Post(content, site) for content in sorted(published, key=lambda content: content.status == "draft")]
    for post in posts:
        post.content._content = post.look_through()
        _warn(post)
        named |= post.named
        context["static_links"] |= post.files | post.named
    context[_USES] = [
        Use(file, post.folder, post.content.save_as) for post in posts for file in sorted(post.files - named)
    ]


def place_files(generator: Any) -> None:
    """Tell Pelican where to copy the files to."""
    context, settings = generator.context, generator.settings
    if not PostFilesSettings.read(settings).beside:
        return
    files = context["static_content"]
    occupied = {content.save_as for content in context["generated_content"].values() if content} | files.keys()
    for name, place in place_beside(context.get(_USES, ()), occupied, settings["STATIC_PATHS"]).items():
        file = files.get(name)
        if file and not hasattr(file, "override_save_as"):  # which EXTRA_PATH_METADATA has the last word on
            file.override_save_as, file.override_url = place, quote(place)


def _site(generator: Any) -> Site:
    settings = generator.settings
    moved = (str(meta["path"]) for meta in settings["EXTRA_PATH_METADATA"].values() if meta.get("path"))
    return Site(
        folder=ContentFolder(Path(generator.path)),
        sources=generator.context["generated_content"],
        made=(f"{settings['THEME_STATIC_DIR']}/", *moved),
        settings=PostFilesSettings.read(settings),
        root="" if settings["RELATIVE_URLS"] else settings["SITEURL"].rstrip("/"),
    )


def _named_files(content: Any) -> set[str]:
    """Files that the post names with Pelican's own {static} and {attach}."""
    html = content._content or ""
    return content.get_static_links() if any(word in html for word in _WORDS) else set()


def _is_there(name: str, folder: ContentFolder) -> bool:
    return not name.startswith("../") and folder.find(name) == name and folder.holds(name)


def _warn(post: Post) -> None:
    if not post.problems:
        return
    path = post.content.source_path
    shown = path.removeprefix(f"{Path.cwd()}/")
    text = Path(path).read_text(encoding="utf-8", errors="replace")
    for written, reason in post.problems.items():
        logger.warning("%s:%d: %s: %s", shown, find_line(text, written), written, reason)
