"""Answers that are no page: errors, consent walls, log-in walls, robot checks, shells without content.

A title tells them, when it is nothing but such phrases and the site's own name: "404 Not Found - HTTP | MDN" and
「404エラーの直し方」 are articles. Behind a whole sentence that nobody gives an article, any one name may stand: "… | Site".

Words such as "Error", "Login" and "451" are also names of things. A page that calls itself an article or a work is believed, since
encyclopedias have one on CAPTCHA, and so is an address that ends in the title, as in `/wiki/HTTP_404`; not in `/404` below the root, to
where sites redirect, nor `/login` with a field for a password. Without any such sign "Forbidden" is an error, even where it is a film.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..errors import PageRefused
from .phrases import BARE_BRANDS, CONSENT_WALL, ERROR_PAGE, LOGIN_WALL, ROBOT_CHECK, UNFILLED, UNMISTAKABLE, WALL_NAMES

_LONGEST = 120
_LONGEST_NAME = 30
_NO_WORD = re.compile(r"[\W_]+")
_BEFORE_SITE = re.compile(r"\s*[|｜]\s*|\s[-–—・»•]\s")
_BETWEEN_PARTS = re.compile(r"[|｜:：]|\s[-–—・»•]\s")
_STATUS = (
    r"(?:http)?(?:status)?(?:error|エラー)?(?:code|コード)?(?:40\d|41[0-8]|42[1-9]|431|451|50\d|52\d)(?:error|エラー)?"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What tells a page from a wall; texts clean."""

    title: str
    site_name: str
    host: str
    is_article: bool
    """Whether it calls itself one for machines that read articles; og:type says so on error pages too."""
    is_root: bool
    """Whether it is the site's first page, which may well be called by the site's name alone."""
    path: str
    """The address's path, decoded."""
    asks_password: bool


def refuse_walls(seen: Evidence) -> None:
    """PageRefused "robot-check", "consent-wall", "login-wall", "error-page" or "empty-shell" when the page is no page."""
    if len(seen.title) <= _LONGEST and (reason := _reason(seen)):
        raise PageRefused(reason, f"the page is {_IS[reason]}, not an article: its title is {seen.title!r}")


def _words(text: str) -> str:
    """Letters and digits only, so that neither case, width, spaces nor punctuation count."""
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text).casefold())


def _phrases(lines: str, *more: str) -> re.Pattern[str]:
    """Matches one of the phrases, the longest that fits."""
    phrases = sorted(map(_words, lines.strip().splitlines()), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, phrases), *more]))


_PATTERNS = {
    "robot-check": _phrases(ROBOT_CHECK),
    "consent-wall": _phrases(CONSENT_WALL),
    "login-wall": _phrases(LOGIN_WALL),
    "error-page": _phrases(ERROR_PAGE, _STATUS),
}
_IS = {
    "robot-check": "a check for robots",
    "consent-wall": "a request for consent",
    "login-wall": "a request to log in",
    "error-page": "an error message",
    "empty-shell": "an empty shell",
}
_BRANDS = _phrases(BARE_BRANDS)
_UNFILLED = _phrases(UNFILLED)
_UNMISTAKABLE = tuple(map(_words, UNMISTAKABLE))
_WALL_NAMES = tuple(map(_words, WALL_NAMES.strip().splitlines()))


def _reason(seen: Evidence) -> str:
    words = _words(seen.title)
    if _is_bare_brand(words, seen):
        return "empty-shell"
    if _is_named_by_address(words, seen):
        return ""
    if _UNFILLED.fullmatch(words):
        return "empty-shell"
    if seen.is_article:
        return ""
    names = _names(seen)
    sentence = _before_a_name(seen.title)
    for reason, pattern in _PATTERNS.items():
        if _is_only(pattern, names, words) or (sentence and pattern.fullmatch(sentence)):
            return reason
    asks = seen.asks_password and any(map(_asks_to_log_in, _BETWEEN_PARTS.split(seen.title)))
    return "login-wall" if asks else ""


def _is_named_by_address(words: str, seen: Evidence) -> bool:
    """Whether the last part of the path says the same as the title, and nothing speaks for a wall that has an address of its own."""
    *folders, name = filter(None, seen.path.split("/")) if seen.path.strip("/") else [""]
    may_be = not seen.asks_password if _PATTERNS["login-wall"].fullmatch(words) else bool(folders)
    return may_be and _words(name) == words


def _before_a_name(title: str) -> str:
    """The words of a sentence that only walls have, when one short name at most stands behind it; else ""."""
    first, *others = _BEFORE_SITE.split(title)
    is_one_name = len(others) == 1 and len(others[0]) <= _LONGEST_NAME
    return words if is_one_name and (words := _words(first)).endswith(_UNMISTAKABLE) else ""


def _is_bare_brand(words: str, seen: Evidence) -> bool:
    of_host = any(map(words.startswith, filter(None, seen.host.split("."))))
    return of_host and not seen.is_root and _BRANDS.fullmatch(words) is not None


def _names(seen: Evidence) -> list[str]:
    """What may stand beside a phrase: the site's name, its host's labels and the makers of walls, long ones first."""
    own = map(_words, (seen.site_name, seen.host, *seen.host.split(".")))
    return sorted({*filter(None, own), *_WALL_NAMES}, key=len, reverse=True)


def _is_only(phrases: re.Pattern[str], names: list[str], words: str) -> bool:
    """Whether the words are made of phrases, at least one, and names."""
    found = False
    while words:
        phrase = phrases.match(words)
        found = found or phrase is not None
        taken = phrase[0] if phrase else next(filter(words.startswith, names), "")
        if not taken:
            return False
        words = words[len(taken) :]
    return found


def _asks_to_log_in(part: str) -> bool:
    return _PATTERNS["login-wall"].fullmatch(_words(part)) is not None
