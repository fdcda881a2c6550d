"""From a host name to a connected socket: names looked up once, every answer checked, the checked address dialled."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from ipaddress import ip_address

from ..addresses import is_allowed, is_public
from ..errors import AddressRefused, FetchFailed, Gone, Offline
from ..hosts import Address
from .deadline import Deadline
from .limits import FetchLimits

Resolve = Callable[[str, int], Sequence[str]]
"""(host, port) -> addresses in the order to try; raises socket.gaierror. May block: it is given a thread of its own."""
Dial = Callable[[str, int, float], socket.socket]
"""(address, port, seconds) -> connected socket; raises OSError."""

CONTROL_NAME = "example.com"  # RFC 2606: always there. When even this has no address, we are offline
LOOKUP_SECONDS = 5.0
MAX_ATTEMPTS = 4
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def system_resolve(host: str, port: int) -> list[str]:
    """What the operating system answers."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


def system_dial(address: str, port: int, seconds: float) -> socket.socket:
    """A TCP connection."""
    return socket.create_connection((address, port), timeout=seconds)


class Dialler:
    """Connects to hosts under the address rules. Thread-safe. Finds out once whether the machine is offline."""

    def __init__(self, limits: FetchLimits, resolve: Resolve = system_resolve, dial: Dial = system_dial) -> None:
        self._limits = limits
        self._resolve = resolve
        self._dial = dial
        self._online: bool | None = None

    def connect(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """A socket connected to one of the host's addresses, all of which are allowed. Raises AddressRefused, FetchFailed, TimeoutError."""
        addresses = self._addresses(host, port, deadline)
        if not is_allowed(host, self._limits.allowed_hosts):
            for address in addresses:
                if not is_public(address):
                    raise AddressRefused(f"{host} has the address {address}, which is not public")
        return self._dial_one_of(host, addresses[:MAX_ATTEMPTS], port, deadline)

    def connect_unchecked(self, host: str, port: int, deadline: Deadline) -> socket.socket:
        """The same without the address rules: for the proxy that the site's owner named."""
        return self._dial_one_of(host, self._addresses(host, port, deadline)[:MAX_ATTEMPTS], port, deadline)

    def _addresses(self, host: str, port: int, deadline: Deadline) -> list[Address]:
        try:
            return [ip_address(host)]
        except ValueError:
            pass
        if self._online is False and not is_allowed(host, self._limits.allowed_hosts):
            raise Offline("there is no network")
        try:
            answers = self._look_up(host, port, LOOKUP_SECONDS, deadline)
        except OSError as error:
            if deadline.passed:
                raise
            raise self._no_address(host, error, deadline) from error
        if not answers:
            raise FetchFailed(f"{host} has no address")
        return [ip_address(answer) for answer in answers]

    def _no_address(self, host: str, error: OSError, deadline: Deadline) -> FetchFailed:
        if not self._is_online(deadline):
            return Offline("there is no network")
        if error.errno in _NO_SUCH_HOST:
            return Gone(f"there is no host {host}")
        return FetchFailed(f"the address of {host} could not be looked up")

    def _is_online(self, deadline: Deadline) -> bool:
        """Whether any name has an address; asked only after a look-up has failed. Raises TimeoutError at the deadline."""
        if self._online is None:
            try:
                self._online = bool(self._look_up(CONTROL_NAME, 443, LOOKUP_SECONDS / 2, deadline))
            except OSError:
                if deadline.passed:
                    raise
                self._online = False
        return self._online

    def _look_up(self, host: str, port: int, seconds: float, deadline: Deadline) -> Sequence[str]:
        return _in_thread(lambda: self._resolve(host, port), min(seconds, deadline.left()))

    def _dial_one_of(self, host: str, addresses: Sequence[Address], port: int, deadline: Deadline) -> socket.socket:
        """Try the addresses in order; each gets its share of the time that is left, so that a dead first one leaves time for the next."""
        for place, address in enumerate(addresses):
            try:
                return self._dial(str(address), port, deadline.left() / (len(addresses) - place))
            except OSError as error:
                failure = error
        if deadline.passed:
            raise failure
        raise FetchFailed(f"{host} does not accept connections") from failure


def _in_thread(look_up: Callable[[], Sequence[str]], seconds: float) -> Sequence[str]:
    """Run a look-up, which nothing can interrupt, in a daemon thread and stop waiting for it after `seconds` (TimeoutError)."""
    answer: Future[Sequence[str]] = Future()

    def work() -> None:
        try:
            answer.set_result(look_up())
        except Exception as error:  # noqa: BLE001  carried to the thread that asked
            answer.set_exception(error)

    threading.Thread(target=work, daemon=True, name="ogp-cards-lookup").start()
    return answer.result(seconds)
