"""Reads the theme's own styles and scripts, and says where a page finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from . import assets

BUILT = "built"
"""The folder, below that of the theme's files, whose names change with their content."""
OWN_CSS = "site.css"
FEED_CSS = "css/feed.css"


@dataclass(frozen=True, slots=True)
class Bundle:
    """URLs below the site's root (none in a theme without these files), and the files that have to be written for them."""

    stylesheets: tuple[str, ...] = ()
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
    return Bundle((f"{url}/css/fuda.css", *own), f"{url}/js/theme.js", f"{url}/js/fuda.js", f"{url}/{FEED_CSS}", own)


def _join(static: Path, url: str, own_css: str) -> Bundle:
    def read(name: str) -> str:
        return (static / name).read_text(encoding="utf-8")

    texts = {
        "fuda.css": assets.join_css("fuda.css", lambda name: read(f"css/{name}")) + assets.minify_css(own_css),
        "theme.js": assets.minify_js(read("js/theme.js")),
        "fuda.js": assets.minify_js(assets.join_js("fuda.js", lambda name: read(f"js/{name}"))),
    }
    files = {f"{url}/{BUILT}/{assets.hashed_name(name, text)}": text for name, text in texts.items()}
    stylesheet, theme_script, script = files
    return Bundle((stylesheet,), theme_script, script, f"{url}/{FEED_CSS}", files)
