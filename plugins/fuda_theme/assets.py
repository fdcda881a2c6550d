"""Many small files while you write, few small bytes when you publish: pure functions over texts.

Joining is enough because the theme's own files keep to two rules, which a test holds: a stylesheet that imports does nothing else
but name its layers, and a script module declares no name that another one declares.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

import rcssmin
import rjsmin

from .settings import Settings

Read = Callable[[str], str]
"""From a file's name beside the entry to its text."""

_CSS_IMPORT = re.compile(r'@import url\("([^"]+)"\) ?layer\((\w+)\);?')
_JS_IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"\./([^"]+)";\n', re.MULTILINE)


def join_css(entry: str, read: Read) -> str:
    """The entry's text with each `@import url("x") layer(y);` replaced by the file in its layer, minified.

    Each file by itself: inside of @layer the minifier takes a selector for a declaration and glues `.a :is(b)` together.
    """
    return _CSS_IMPORT.sub(lambda match: f"@layer {match[2]}{{{minify_css(read(match[1]))}}}", minify_css(read(entry)))


def join_js(entry: str, read: Read) -> str:
    """The entry's text and those of all modules that it needs, each once and after what it imports itself."""
    joined: dict[str, str] = {}

    def take(name: str) -> None:
        if name in joined:
            return
        text = read(name)
        for needed in _JS_IMPORT.findall(text):
            take(needed)
        joined[name] = _JS_IMPORT.sub("", text).replace("export const ", "const ")

    take(entry)
    return "".join(joined.values())


def minify_css(text: str) -> str:
    """Without comments and needless space."""
    return str(rcssmin.cssmin(text))


def minify_js(text: str) -> str:
    """Without comments and needless space."""
    return str(rjsmin.jsmin(text))


def hashed_name(name: str, text: str) -> str:
    """`fuda.css` -> `fuda.1a2b3c4d.css`, by content, so that a browser may keep it for good."""
    stem, _, end = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(text.encode()).hexdigest()[:8]}.{end}"


def own_css(settings: Settings, custom: str) -> str:
    """The site's own rules: its palette and its file. Outside of every layer, so they win."""
    colors = "".join(f"--{name}:light-dark({day},{night});" for name, (day, night) in settings.palette.items())
    return (f":root{{{colors}}}\n" if colors else "") + custom
