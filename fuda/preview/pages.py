"""What the preview adds to a page: one script, and leave for it to listen to this server. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from pathlib import Path

from pelican.contents import Content

from .waiting import status_of

PREFIX = "/__fuda__/"
SCRIPT = f'<script src="{PREFIX}reload.js" defer></script>'
CLIENT = Path(__file__).parent / "client"
POLICY = re.compile(r'(<meta http-equiv="?Content-Security-Policy"? content=")([^"]*)(")', re.IGNORECASE)


def with_reload(html: str) -> str:
    """The page with the reload script at the end of its head (or, without one, at its end), its policy widened for it."""
    html = POLICY.sub(lambda found: found[1] + widened(found[2]) + found[3], html, count=1)
    head, end, rest = html.partition("</head>")
    return head + SCRIPT + end + rest if end else html + SCRIPT


def widened(policy: str) -> str:
    """A Content-Security-Policy that also lets the script listen to this server and load the error panel's style."""
    directives = [part.strip() for part in policy.split(";") if part.strip()]
    for name in ("connect-src", "script-src", "style-src"):
        at = next((i for i, directive in enumerate(directives) if directive.split()[0] == name), None)
        if at is None:
            directives.append(f"{name} 'self'")
        elif "'self'" not in directives[at]:
            directives[at] = directives[at].replace(" 'none'", "") + " 'self'"
    return "; ".join(directives)


def unpublished_page(contents: Iterable[Content]) -> str:
    """A page that links to every draft, hidden and future post and page."""
    rows = "".join(map(_row, contents))
    listed = f"<ul>{rows}</ul>" if rows else "<p>Everything is published.</p>"
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Not published</title>'
        f'<meta name="viewport" content="width=device-width"></head><body><h1>Not published</h1>{listed}</body></html>'
    )


def _row(content: Content) -> str:
    title, source = str(getattr(content, "title", content.url)), content.relative_source_path or ""
    return f'<li><a href="/{escape(content.url)}">{escape(title)}</a> <small>{escape(status_of(content))}, {escape(source)}</small></li>'
