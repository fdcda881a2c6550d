"""Answers that are no page: errors, consent walls, log-in walls, robot checks, shells without content. Their titles are in walls.txt.

A title tells them, when it is nothing but such phrases and the site's own name: "404 Not Found - HTTP | MDN" and
「404エラーの直し方」 are articles. Beside a sentence that nobody gives an article, any one name may stand: "… | Site"; beside others it may
where the site does not say what it is called and the page says nothing else either.

Words such as "Error", "Login" and "451" are also names of things. A page that calls itself an article or a work is believed, since
encyclopedias have one on CAPTCHA, and so is an address that ends in the title, as in `/wiki/HTTP_404`; not in `/404` below the root, to
where sites redirect, nor `/login` with a field for a password. Others need what walls lack: text, a card of their own that says the same,
an address with the same words. One of these will do for what is also a film's name ("Forbidden") or a site's ("Discord"), two for what a
manual has a page on ("Maintenance mode"). A shell has no text, and the same card for every address.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from pathlib import PurePosixPath

from .walls import Phrases, walls, words

_LONGEST = 120
_LONGEST_NAME = 30
_BEFORE_SITE = re.compile(r"\s*[|｜]\s*|\s[-–—・»•·‹]\s")
_NO_NAME = re.compile(
    r"[。、？?」』]|^[a-z]+\s+[a-z]"
)  # "… | Site", but not "… - a story" and not "「… | Site」と出たら"
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
    has_card: bool
    """Whether it has a card of its own, which is where the title is from."""
    has_text: bool

    @property
    def speaks(self) -> bool:
        """Whether it says anything but its title."""
        return self.has_card or self.has_text


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
    beside = _beside_a_name(seen.title)
    voices = _voices(seen, {said, *(sentence for sentence, _ in beside)})
    for kind, phrases in ((kind, walls()[kind]) for kind in KINDS):
        whole = _marks(phrases, names, said)
        if "+" in whole or (whole and voices < (1 if whole == {"?"} else 2)):
            return kind
        if any(_is_all_but(name, _marks(phrases, [], sentence), seen) for sentence, name in beside):
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


def _voices(seen: Evidence, titles: Set[str]) -> int:
    """How many things beside the title say that this is a page about what the title says, which may stand there without the site's name."""
    *folders, name = PurePosixPath(seen.path).parts or ("",)
    is_named = len(folders) > 1 and words(PurePosixPath(name).stem) in titles
    return seen.has_card + seen.has_text + is_named


def _beside_a_name(title: str) -> list[tuple[str, str]]:
    """The words of each of a title's two parts beside which the other one may be a name: a short one, and no sentence."""
    parts = _BEFORE_SITE.split(title)
    pairs = zip(parts, reversed(parts), strict=True) if len(parts) == 2 else ()
    return [(words(part), name) for part, name in pairs if len(name) <= _LONGEST_NAME and not _NO_NAME.search(name)]


def _is_all_but(name: str, marks: Set[str], seen: Evidence) -> bool:
    """Whether phrases of these marks are all that the page says but for the name, which may be the site's.

    The site does not say how it is called, or one name is part of the other. Nobody gives an article a sentence with a "+".
    """
    own, other = words(seen.site_name), words(name)
    may_be_the_site = own in other or other in own
    return "+" in marks or bool(marks and not seen.speaks and may_be_the_site)


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
