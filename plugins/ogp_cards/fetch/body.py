"""The bytes of an answer, with one content coding at most taken off and never more of them than allowed. Pure but for `read`."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO

from ..errors import FetchFailed

Read = Callable[[int], bytes]
"""At most so many bytes; none at the end."""

ACCEPT_ENCODING = "gzip"
"""Not "deflate", which some servers take for zlib's format and some for a bare stream."""
_CODINGS = {"gzip", "x-gzip", "deflate"}
_NO_CODINGS = {"", "identity", "none", "utf-8"}  # the last two are no codings, but servers say so
_GZIP = b"\x1f\x8b"
_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS
_CHUNK = 16 * 1024


def read_body(read: Read, content_encoding: str, limit: int) -> tuple[bytes, bool]:
    """The first `limit` decoded bytes, and whether there were more or the coding ends too early.

    Raises FetchFailed for a coding that we did not ask for, or broken.
    """
    codings = [coding for part in content_encoding.lower().split(",") if (coding := part.strip()) not in _NO_CODINGS]
    if len(codings) > 1 or not _CODINGS.issuperset(codings):
        raise FetchFailed(f"the answer is coded as {content_encoding[:50]!a}, which was not asked for")
    body, is_whole = _read_decoded(read, limit + 1) if codings else (_read_plain(read, limit + 1), True)
    size = body.tell()
    body.truncate(limit)
    return body.getvalue(), size > limit or not is_whole


def _read_plain(read: Read, limit: int) -> BytesIO:
    """In a BytesIO, which gives its bytes away without a copy: a crowd of large images is in memory once."""
    body = BytesIO()
    while body.tell() < limit and (chunk := read(_CHUNK)):
        body.write(chunk)
    return body


def _read_decoded(read: Read, limit: int) -> tuple[BytesIO, bool]:
    """All members of a gzip file (RFC 1952, 2.2), and whether the last one is whole; what stands behind it is left."""
    body = BytesIO()
    try:
        rest = _read_member(read, b"", body, limit)
        while rest is not None:
            rest = rest if len(rest) > 1 else rest + read(_CHUNK)
            if not rest.startswith(_GZIP):
                return body, True
            rest = _read_member(read, rest, body, limit)
    except zlib.error as error:
        raise FetchFailed("the answer cannot be decompressed") from error
    return body, False


def _read_member(read: Read, begun: bytes, body: BytesIO, limit: int) -> bytes | None:
    """Decode one into `body` as it comes: what was read beyond its end, None when there is no end within the limit.

    Never asks zlib for more than still fits: a bomb of gigabytes costs no more than the limit.
    """
    decoder = zlib.decompressobj(_GZIP_OR_ZLIB)
    chunk = begun or read(_CHUNK)
    while chunk and body.tell() < limit:
        body.write(decoder.decompress(chunk, limit - body.tell()))
        if decoder.eof:
            return decoder.unused_data
        chunk = decoder.unconsumed_tail or read(_CHUNK)
    return None
