"""robots.txt as RFC 9309 reads it. The standard library's reader knows no wildcards and takes the first rule instead of the longest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ..errors import FetchFailed
from .deadline import Deadline

FetchText = Callable[[str, Deadline], bytes]
"""URL -> body; raises CardError."""

_LINE = re.compile(r"\s*(user-agent|allow|disallow)\s*:\s*([^#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rule:
    """A path pattern (`*` is anything, `$` at its end is the end) and whether it allows."""

    pattern: str
    allow: bool


class Robots:
    """What each origin's robots.txt allows. Each is fetched once in the object's lifetime."""

    def __init__(self, fetch: FetchText, user_agent: str) -> None:
        self._fetch = fetch
        self._token = product_token(user_agent)
        self._rules: dict[str, tuple[Rule, ...]] = {}

    def check(self, url: str, deadline: Deadline) -> None:
        """Raise FetchFailed when robots are asked to stay away from `url`, or when the rules cannot be had."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read(f"{origin}/robots.txt", deadline)
        if not is_allowed(self._rules[origin], url.removeprefix(origin)):
            raise FetchFailed(f"robots.txt of {parts.hostname} asks programs to leave this address alone")

    def _read(self, url: str, deadline: Deadline) -> tuple[Rule, ...]:
        try:
            text = self._fetch(url, deadline).decode("utf-8", "replace")
        except FetchFailed as error:
            if 400 <= error.status < 500:
                return ()  # RFC 9309, 2.3.1.3: no rules, all allowed
            raise
        return parse_robots(text, self._token)


def product_token(user_agent: str) -> str:
    """The name in a User-Agent that groups of rules are for, in lower case."""
    match = re.match(r"[A-Za-z_-]+", user_agent)
    return match[0].lower() if match else ""


def parse_robots(text: str, token: str) -> tuple[Rule, ...]:
    """The rules of all groups for `token` or, when there is no such group, of all groups for everybody (`*`)."""
    groups = list(_groups(text))
    ours = [rules for agents, rules in groups if token in agents] or [
        rules for agents, rules in groups if "*" in agents
    ]
    return tuple(rule for rules in ours for rule in rules)


def is_allowed(rules: tuple[Rule, ...], path: str) -> bool:
    """Whether the longest pattern that matches path and query allows. Allowing wins a tie; without a match all is allowed."""
    plain = unquote(path)
    return max(((len(rule.pattern), rule.allow) for rule in rules if _matches(rule.pattern, plain)), default=(0, True))[
        1
    ]


def _groups(text: str) -> Iterator[tuple[set[str], list[Rule]]]:
    agents: set[str] = set()
    rules: list[Rule] = []
    for line in filter(None, map(_LINE.match, text.removeprefix("\ufeff").splitlines())):
        name, value = line[1].lower(), line[2].strip()
        if name != "user-agent":
            rules += [Rule(unquote(value), name == "allow")] if value else []
            continue
        if rules:
            yield agents, rules
            agents, rules = set(), []
        agents.add("*" if value == "*" else product_token(value))
    yield agents, rules


def _matches(pattern: str, path: str) -> bool:
    """Piece by piece from the left: no regular expression, so that no pattern takes long."""
    first, *others = pattern.removesuffix("$").split("*")
    to_the_end = pattern.endswith("$")
    if not others and to_the_end:
        return path == first
    if not path.startswith(first):
        return False
    place = len(first)
    last = others.pop() if to_the_end else ""
    for piece in others:
        place = path.find(piece, place)
        if place < 0:
            return False
        place += len(piece)
    return path.endswith(last) and len(path) - len(last) >= place
