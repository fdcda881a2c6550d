"""The Content-Security-Policy: nothing, and then what the pages need.

connect-src is for a preview's own server, and for Lighthouse, which reads robots.txt from within the page.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from .settings import Settings

GISCUS = "https://giscus.app"
_BASE = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "media-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}


def make_policy(settings: Settings) -> str:
    """The policy for a <meta> tag."""
    policy = {name: list(sources) for name, sources in _BASE.items()}
    for name, sources in _wanted(settings):
        policy[name] = list(dict.fromkeys([*policy.get(name, []), *sources]))
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def make_header_policy(policy: str) -> str:
    """The same for a HTTP header, which also says who may frame the site: browsers refuse that in a <meta> tag."""
    return f"{policy}; frame-ancestors 'none'"


def _wanted(settings: Settings) -> list[tuple[str, list[str]]]:
    wanted: list[tuple[str, list[str]]] = [(name, list(sources)) for name, sources in settings.csp.items()]
    if settings.comments:
        wanted += [(name, [GISCUS]) for name in ("script-src", "style-src", "frame-src")]
    if settings.analytics:
        origins = [_origin(url) for url in settings.analytics.connect or (settings.analytics.script,)]
        wanted += [("script-src", [_origin(settings.analytics.script)]), ("connect-src", origins)]
    return wanted


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
