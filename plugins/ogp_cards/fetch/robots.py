"""robots.txt (RFC 9309), as far as the standard library reads it: prefixes, without wildcards."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from ..errors import FetchFailed
from .deadline import Deadline

FetchText = Callable[[str, Deadline], bytes]
"""URL -> body; raises CardError."""


class Robots:
    """What each origin's robots.txt allows. Each is fetched once in the object's lifetime."""

    def __init__(self, fetch: FetchText, user_agent: str) -> None:
        self._fetch = fetch
        self._agent = user_agent
        self._rules: dict[str, RobotFileParser] = {}

    def check(self, url: str, deadline: Deadline) -> None:
        """Raise FetchFailed when robots are asked to stay away from `url`, or when the rules cannot be had."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._rules:
            self._rules[origin] = self._read(f"{origin}/robots.txt", deadline)
        if not self._rules[origin].can_fetch(self._agent, url):
            raise FetchFailed(f"robots.txt of {parts.hostname} asks programs to leave this address alone")

    def _read(self, url: str, deadline: Deadline) -> RobotFileParser:
        rules = RobotFileParser()
        try:
            rules.parse(self._fetch(url, deadline).decode("utf-8", "replace").splitlines())
        except FetchFailed as error:
            if not 400 <= error.status < 500:
                raise
            rules.parse([])  # RFC 9309, 2.3.1.3: no rules, all allowed
        return rules
