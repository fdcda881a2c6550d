"""Reads the theme's own styles and scripts, and says where a page finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import assets

BUILT = "built"
"""The folder, below that of the theme's files, whose names change with their content."""
OWN_CSS = "site.css"


@dataclass(frozen=True, slots=True)
class Bundle:
    """URLs below the site's root (none in a theme without these files), and the files that have to be written for them."""

    stylesheets: tuple[str, ...] = ()
    list_stylesheet: str = ""
    theme_script: str = ""
    script: str = ""
    feed_stylesheet: str = ""
    files: dict[str, str] = field(default_factory=dict)


def make_bundle(static: Path, url: str, own_css: str, *, join: bool) -> Bundle:
    """The bundle of the theme whose static folder is `static` and has the URL `url`; `own_css` is the site's addition to it."""
    if not (static / "css/fuda.css").is_file():
        return Bundle()
    return _join(static, url, own_css) if join else _link(url, own_css)


def _link(url: str, own_css: str) -> Bundle:
    own = {f"{url}/{OWN_CSS}": own_css} if own_css else {}
    return Bundle(
        stylesheets=(f"{url}/css/fuda.css", *own),
        list_stylesheet=f"{url}/css/lists.css",
        theme_script=f"{url}/js/theme.js",
        script=f"{url}/js/fuda.js",
        feed_stylesheet=f"{url}/css/feed.css",
        files=own,
    )


def _join(static: Path, url: str, own_css: str) -> Bundle:
    def read(name: str) -> str:
        return (static / name).read_text(encoding="utf-8")

    def css(name: str) -> str:
        return assets.join_css(name, lambda part: read(f"css/{part}"))

    texts = {
        "fuda.css": css("fuda.css") + assets.minify_css(own_css),
        "lists.css": css("lists.css"),
        "theme.js": assets.minify_js(read("js/theme.js")),
        "fuda.js": assets.minify_js(assets.join_js("fuda.js", lambda part: read(f"js/{part}"))),
    }
    urls = {name: f"{url}/{BUILT}/{assets.hashed_name(name, text)}" for name, text in texts.items()}
    return Bundle(
        stylesheets=(urls["fuda.css"],),
        list_stylesheet=urls["lists.css"],
        theme_script=urls["theme.js"],
        script=urls["fuda.js"],
        feed_stylesheet=f"{url}/css/feed.css",
        files={urls[name]: text for name, text in texts.items()},
    )
