"""Collects the addresses that the site itself needs, from settings and from what the posts bring with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .addresses import Taken
from .settings import PermalinksSettings

_FEED = re.compile(r"FEED_(ALL_)?(ATOM|RSS)")
_PATH_SETTING = re.compile(r"\w+_(SAVE_AS|FEED_ATOM|FEED_RSS)|FEED_(ALL_)?(ATOM|RSS)")
_PERIODS = ("YEAR", "MONTH", "DAY")
_WELL_KNOWN = (
    *(".nojekyll", ".well-known", "_headers", "_redirects", "CNAME", "ads.txt", "favicon.ico", "humans.txt"),
    *("llms.txt", "robots.txt", "security.txt", "sitemap.xml"),
)
"""Names at the root that crawlers, browsers and hosts look for; a theme or plugin may write them when posts are long placed."""


def collect_taken(
    settings: Mapping[str, Any], articles: Iterable[Any], contents: Iterable[Any], post_types: Iterable[Any]
) -> Taken:
    """`articles`: those listed, whose tags and dates have pages. `contents`: everything, for its languages."""
    files = {path: what for path, what in (*fixed_files(settings), *_placed_files(settings)) if path}
    for path, what in _lists_of(list(articles), settings):
        files.setdefault(path, what)
    files |= {each.save_as: f"the type {each.slug!r} of POST_TYPES" for each in post_types}
    folders = dict.fromkeys((str(content.lang).casefold() for content in contents), "a language of the site")
    folders.update(_folders(settings))
    return Taken(files, folders)


def fixed_files(settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Output file and what it is, for what every build writes."""
    for template in settings["DIRECT_TEMPLATES"]:
        key = f"{template.upper()}_SAVE_AS"
        yield (
            settings.get(key, f"{template}.html"),
            f"the page of all {template}" if key in settings else f"{template}.html",
        )
    for key, value in settings.items():
        if value and _FEED.fullmatch(key):
            yield str(value), f"the feed {key}"
    for path in settings["TEMPLATE_PAGES"].values():
        yield str(path), "a page of TEMPLATE_PAGES"


def _placed_files(settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """Files that the settings copy to a place, as in `{"extra/robots.txt": {"path": "robots.txt"}}`."""
    for source, metadata in settings["EXTRA_PATH_METADATA"].items():
        yield str(metadata.get("save_as") or metadata.get("path") or ""), f"the file {source} (EXTRA_PATH_METADATA)"


def _lists_of(articles: Sequence[Any], settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """The pages of each tag, category, author and period, asked for once: Pelican formats them anew each time."""
    names = {(kind, name.name): name for article in articles for kind, name in names_of(article)}
    for (kind, _), name in names.items():
        yield name.save_as, f"the {kind} {name.name!r}"
    for period in _PERIODS:
        if pattern := settings[f"{period}_ARCHIVE_SAVE_AS"]:
            for date in {article.date: None for article in articles}:
                yield pattern.format(date=date), f"an archive ({period}_ARCHIVE_SAVE_AS)"


def names_of(article: Any) -> list[tuple[str, Any]]:
    """Its tags, category and authors, each with the word for its kind."""
    found = [("tag", tag) for tag in getattr(article, "tags", ())]
    found += [("category", article.category)] if hasattr(article, "category") else []
    authors = {id(author): author for author in (*getattr(article, "authors", ()), getattr(article, "author", None))}
    return found + [("author", author) for author in authors.values() if author is not None]


def _folders(settings: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    """First folders of everything that the settings place somewhere, if they are fixed and not a file."""
    patterns = [(key, str(value)) for key, value in settings.items() if value and _PATH_SETTING.fullmatch(key)]
    patterns += [
        ("PAGINATION_PATTERNS", rule.SAVE_AS.removeprefix("{base_name}/")) for rule in settings["PAGINATION_PATTERNS"]
    ]
    patterns += [("STATIC_PATHS", f"{path}/") for path in settings["STATIC_PATHS"]]
    types = settings.get("POST_TYPES")  # anything, if the author errs; post_types says so
    patterns += [("POST_TYPES", f"{slug}/") for slug in (types if isinstance(types, Mapping) else ())]
    patterns += [("PERMALINKS_RESERVED", f"{name}/") for name in PermalinksSettings.read(settings).reserved]
    patterns += [("what crawlers and servers look for", f"{name}/") for name in _WELL_KNOWN]
    patterns += [
        ("DEFAULT_LANG", f"{settings['DEFAULT_LANG']}/"),
        ("THEME_STATIC_DIR", f"{settings['THEME_STATIC_DIR']}/"),
    ]
    for key, pattern in patterns:
        folder, slash, _ = pattern.partition("/")
        if slash and folder and "{" not in folder:
            yield folder.casefold(), key
