"""The Content-Security-Policy: nothing, and then what the pages need."""

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
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
}


def make_policy(settings: Settings, *, writing: bool) -> str:
    """The policy for a <meta> tag. While writing, a preview may also talk to its own server."""
    policy = {name: list(sources) for name, sources in _BASE.items()}
    for name, sources in _wanted(settings, writing=writing):
        policy[name] = list(dict.fromkeys([*policy.get(name, []), *sources]))
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in policy.items())


def make_header_policy(policy: str) -> str:
    """The same for a HTTP header, which also says who may frame the site: browsers refuse that in a <meta> tag."""
    return f"{policy}; frame-ancestors 'none'"


def _wanted(settings: Settings, *, writing: bool) -> list[tuple[str, list[str]]]:
    wanted: list[tuple[str, list[str]]] = [(name, list(sources)) for name, sources in settings.csp.items()]
    if settings.comments:
        wanted += [(name, [GISCUS]) for name in ("script-src", "style-src", "frame-src")]
    if settings.analytics:
        origins = [_origin(url) for url in settings.analytics.connect or (settings.analytics.script,)]
        wanted += [("script-src", [_origin(settings.analytics.script)]), ("connect-src", origins)]
    if writing:
        wanted.append(("connect-src", ["'self'"]))
    return wanted


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
