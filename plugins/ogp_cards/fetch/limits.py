"""What a Fetcher may do, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Accept = Literal["page", "image", "json"]

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """Limits of every request of a Fetcher. Times in seconds, sizes in bytes after decoding."""

    timeout: float = 10.0
    """For one request with its redirects, from the name look-up to the last byte, unless `get` is given a deadline."""
    max_redirects: int = 5
    page_bytes: int = MIB
    """A page is cut here, and what came is used."""
    image_bytes: int = 8 * MIB
    """A larger image is refused."""
    json_bytes: int = MIB
    """A larger JSON text is refused."""
    ports: frozenset[int] = frozenset({80, 443})
    allowed_hosts: frozenset[str] = frozenset()
    """Host names and addresses to which the rules about local names and private addresses do not apply (an intranet, a test server)."""
    user_agent: str = "Fuda-ogp_cards/0.1 (link preview of a Pelican site)"
    language: str = ""
    """The Accept-Language header, such as "ja,en;q=0.5"; empty sends none."""
    proxy: str = ""
    """http://host:port of a proxy that all requests take. It looks the names up, so only what a URL itself shows (scheme, port, user name,
    addresses, local names) is still checked here."""
    ca_file: Path | None = None
    """Further certificate authorities (PEM), beside those that requests brings."""
    robots: bool = False
    """Whether robots.txt is asked first and obeyed."""
    connections_per_host: int = 2
    pause: float = 0.25
    """Least time between the starts of two requests to one host."""

    def bytes_for(self, accept: Accept) -> int:
        """The most bytes taken of an answer of this kind."""
        return {"page": self.page_bytes, "image": self.image_bytes, "json": self.json_bytes}[accept]
