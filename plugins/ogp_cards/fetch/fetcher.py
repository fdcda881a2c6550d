"""The fetcher: one GET, its redirects followed, everything about it limited."""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cached_property

from requests.utils import DEFAULT_CA_BUNDLE_PATH

from ..addresses import WebAddress, join_url, parse_url
from ..errors import AddressRefused, FetchFailed
from ..model import Answer
from .answers import check_status, read_answer, validator
from .body import ACCEPT_ENCODING
from .deadline import Clock, Deadline
from .limits import MIB, Accept, FetchLimits
from .lookup import Dial, Dialler, Resolve, system_dial, system_resolve
from .robots import Robots
from .turns import Turns
from .wire import CheckedAdapter, exchange

_ACCEPT: dict[Accept, str] = {
    "page": "text/html,application/xhtml+xml,*/*;q=0.5",
    "image": "image/webp,image/png,image/jpeg,image/gif,*/*;q=0.5",
    "json": "application/json,*/*;q=0.5",
}
_REDIRECTS = {301, 302, 303, 307, 308}
_WIRE_OVERHEAD = 3  # bytes on the wire to a byte of body: chunks of a few bytes each are a server's right


def _now() -> datetime:
    return datetime.now(UTC)


class Fetcher:
    """Asks servers that nobody vouches for. Thread-safe; every request is one of its own, with nothing kept from the one before.

    Only limits and clocks decide, never the environment: no proxy variables, no netrc, no cookies. `resolve`, `dial`, `clock` (monotonic)
    and `now` (aware, for Retry-After) are there for tests.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        *,
        resolve: Resolve = system_resolve,
        dial: Dial = system_dial,
        clock: Clock = time.monotonic,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self.limits = limits or FetchLimits()
        self.clock = clock
        self._now = now
        self._dialler = Dialler(self.limits, resolve, dial)
        self._turns = Turns(self.limits.connections_per_host, self.limits.pause, clock)
        self._robots = Robots(self._fetch_robots, self.limits.user_agent) if self.limits.robots else None

    def get(
        self,
        url: str,
        *,
        accept: Accept = "page",
        etag: str = "",
        last_modified: str = "",
        deadline: float | None = None,
    ) -> Answer:
        """GET `url` and follow its redirects; the answer's status is 2xx, or 304 when `etag` or `last_modified` still hold.

        `deadline` is an instant on the fetcher's `clock` (time.monotonic), so that one card's requests may share it; without it the
        request has `limits.timeout` seconds. A page is cut at its limit, and the body of what cannot be a page (an image, a PDF) is left
        unread: `truncated` says so. Raises AddressRefused or FetchFailed (Gone, Offline), each with one sentence.
        """
        until = Deadline(self.clock() + self.limits.timeout if deadline is None else deadline, self.clock)
        validators = {"If-None-Match": validator(etag), "If-Modified-Since": validator(last_modified)}
        conditions = {name: value for name, value in validators.items() if value}
        return self._follow(url, accept, conditions, until, self._robots)

    def _follow(
        self, url: str, accept: Accept, conditions: dict[str, str], until: Deadline, robots: Robots | None
    ) -> Answer:
        target = self._parse(url)
        for _ in range(self.limits.max_redirects + 1):
            if robots:
                robots.check(target.url, until)
            outcome = self._ask(target, accept, conditions, until)
            if isinstance(outcome, Answer):
                return outcome
            target = outcome
        raise FetchFailed(f"{target.host} redirects more than {self.limits.max_redirects} times")

    def _ask(
        self, target: WebAddress, accept: Accept, conditions: dict[str, str], until: Deadline
    ) -> Answer | WebAddress:
        """One request: the answer, or where it sends us."""
        connect = self._dialler.connect_unchecked if self.limits.proxy else self._dialler.connect
        headers = self._headers(accept) | conditions
        tls = self._tls if target.scheme == "https" else None
        most = _WIRE_OVERHEAD * self.limits.bytes_for(accept) + MIB
        with (
            self._turns.turn(target.host, until),
            exchange(CheckedAdapter(connect, until, most, tls), target, headers, self.limits.proxy) as response,
        ):
            if response.status_code in _REDIRECTS and "Location" in response.headers:
                return self._next(target, response.headers["Location"], accept)
            check_status(response, target.host, conditional=bool(conditions), now=self._now())
            return read_answer(response, target.url, target.host, accept, self.limits.bytes_for(accept))

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Shared by all connections, since loading the authorities takes 20 ms."""
        context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
        if self.limits.ca_file:
            context.load_verify_locations(self.limits.ca_file)
        return context

    def _headers(self, accept: Accept) -> dict[str, str]:
        always = {
            "User-Agent": self.limits.user_agent,
            "Accept": _ACCEPT[accept],
            "Accept-Encoding": ACCEPT_ENCODING,
            "Connection": "close",
        }
        return always | ({"Accept-Language": self.limits.language} if self.limits.language else {})

    def _next(self, target: WebAddress, location: str, accept: Accept) -> WebAddress:
        """Where a redirect leads. What was asked for as JSON over https is not taken over http: nobody sees that in a page's address."""
        try:
            found = self._parse(join_url(target.url, location))
        except AddressRefused as error:
            raise AddressRefused(f"{target.host} redirects to what is not allowed: {error}") from error
        if accept == "json" and (target.scheme, found.scheme) == ("https", "http"):
            raise AddressRefused(f"{target.host} redirects from https to http")
        return found

    def _parse(self, url: str) -> WebAddress:
        return parse_url(url, ports=self.limits.ports, allowed_hosts=self.limits.allowed_hosts)

    def _fetch_robots(self, url: str, until: Deadline) -> bytes:
        return self._follow(url, "page", {}, until, None).body
