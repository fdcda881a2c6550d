"""The bytes of an answer, with one content coding at most taken off and never more of them than allowed. Pure but for `read`."""

from __future__ import annotations

import zlib
from collections.abc import Callable

from ..errors import FetchFailed

Read = Callable[[int], bytes]
"""At most so many bytes; none at the end."""

ACCEPT_ENCODING = "gzip, deflate"
_CODINGS = {"gzip", "x-gzip", "deflate"}
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_CHUNK = 16 * 1024


def read_body(read: Read, content_encoding: str, limit: int) -> tuple[bytes, bool]:
    """The first `limit` decoded bytes and whether there were more. Raises FetchFailed for a coding that we did not ask for, or broken."""
    codings = [
        coding for part in content_encoding.lower().split(",") if (coding := part.strip()) not in {"", "identity"}
    ]
    if len(codings) > 1 or not _CODINGS.issuperset(codings):
        raise FetchFailed(f"the answer is coded as {content_encoding[:50]!a}, which was not asked for")
    body = _read_decoded(read, limit + 1) if codings else _read_plain(read, limit + 1)
    return bytes(body[:limit]), len(body) > limit


def _read_plain(read: Read, limit: int) -> bytearray:
    body = bytearray()
    while len(body) < limit and (chunk := read(_CHUNK)):
        body += chunk
    return body


def _read_decoded(read: Read, limit: int) -> bytearray:
    """Decode as it comes, never asking zlib for more than still fits: a bomb of gigabytes costs no more than the limit."""
    body = bytearray()
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        while len(body) < limit and not decoder.eof:
            chunk = decoder.unconsumed_tail or read(_CHUNK)
            if not chunk:
                raise FetchFailed("the answer ends too early")
            body += decoder.decompress(chunk, limit - len(body))
    except zlib.error as error:
        raise FetchFailed("the answer cannot be decompressed") from error
    return body
