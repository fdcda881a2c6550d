"""Answers that are no page: errors, consent walls, log-in walls, robot checks, shells without content. Their titles are in walls.txt.

A title tells them, when it is nothing but such phrases and the site's own name: "404 Not Found - HTTP | MDN" and
「404エラーの直し方」 are articles. Behind a sentence that nobody gives an article, any one name may stand: "… | Site".

Words such as "Error", "Login" and "451" are also names of things. A page that calls itself an article or a work is believed, since
encyclopedias have one on CAPTCHA, and so is an address that ends in the title, as in `/wiki/HTTP_404`; not in `/404` below the root, to
where sites redirect, nor `/login` with a field for a password. What is also a film's name ("Forbidden") or a site's ("Discord") is
believed where the page speaks for itself, by text or by a card of its own; a shell has no text, and the same card for every address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .walls import Phrases, walls, words

_LONGEST = 120
_LONGEST_NAME = 30
_BEFORE_SITE = re.compile(r"\s*[|｜]\s*|\s[-–—・»•·‹]\s")
_BETWEEN_PARTS = re.compile(r"[|｜:：]|\s[-–—・»•·‹]\s")
KINDS = {
    "robot-check": "a check for robots",
    "consent-wall": "a request for consent",
    "login-wall": "a request to log in",
    "error-page": "an error message",
    "empty-shell": "an empty shell",
}
"""Section of walls.txt -> what a page is, in words for the author, that is titled by nothing but its phrases."""


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
    speaks: bool
    """Whether it has text, or a card of its own."""


def wall(seen: Evidence) -> str:
    """Which of `KINDS` a page is that is none to make a card of, else ""."""
    said = words(seen.title)
    if len(seen.title) > _LONGEST:
        return ""
    if _is_bare_brand(said, seen):
        return "empty-shell"
    if seen.is_article or _is_named_by_address(said, seen):
        return ""
    names = _names(seen)
    sentence = _before_a_name(seen.title)
    for kind in KINDS:
        phrases = walls()[kind]
        marks = _marks(phrases, names, said)
        if (marks - {"?"} or (marks and not seen.speaks)) or phrases.marks.get(sentence) == "+":
            return kind
    asks = seen.asks_password and any(map(_asks_to_log_in, _BETWEEN_PARTS.split(seen.title)))
    return "login-wall" if asks else ""


def _is_bare_brand(said: str, seen: Evidence) -> bool:
    of_host = any(map(said.startswith, filter(None, seen.host.split("."))))
    mark = walls()["brand"].marks.get(said) if of_host and not seen.is_root else None
    return mark == "" or (mark == "?" and not seen.speaks)


def _is_named_by_address(said: str, seen: Evidence) -> bool:
    """Whether the last part of the path says the same as the title, and nothing speaks for a wall that has an address of its own."""
    *folders, name = filter(None, seen.path.split("/")) if seen.path.strip("/") else [""]
    may_be = not seen.asks_password if _is_login(said) else bool(folders)
    return may_be and words(name) == said


def _before_a_name(title: str) -> str:
    """The words before the one short name that stands behind them; "" without one."""
    first, *others = _BEFORE_SITE.split(title)
    return words(first) if len(others) == 1 and len(others[0]) <= _LONGEST_NAME else ""


def _names(seen: Evidence) -> list[str]:
    """What may stand beside a phrase: the site's name, its host's labels and the makers of walls, long ones first."""
    own = map(words, (seen.site_name, seen.host, *seen.host.split(".")))
    return sorted({*filter(None, own), *walls()["name"].marks}, key=len, reverse=True)


def _marks(phrases: Phrases, names: list[str], said: str) -> set[str]:
    """The marks of the phrases of which the words are made, names aside; empty when there is anything else among them."""
    marks: set[str] = set()
    while said:
        phrase = phrases.begin(said)
        taken = phrase or next(filter(said.startswith, names), "")
        if not taken:
            return set()
        if phrase:
            marks.add(phrases.marks[phrase])
        said = said[len(taken) :]
    return marks


def _asks_to_log_in(part: str) -> bool:
    return _is_login(words(part))


def _is_login(said: str) -> bool:
    return said in walls()["login-wall"].marks
