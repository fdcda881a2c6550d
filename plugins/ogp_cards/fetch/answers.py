"""From an HTTP response, its body still unread, to an Answer or a failure."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from requests import Response

from ..errors import FetchFailed, Gone
from ..model import Answer
from .body import read_body
from .limits import MIB, Accept
from .retry import parse_retry_after

_GONE = {404, 410}
_COME_BACK = {429, 503}
_MAX_HEADER = 1000


def check_status(response: Response, host: str, *, conditional: bool, now: datetime) -> None:
    """Raise Gone or FetchFailed for any status but 2xx and, if the request was conditional, 304."""
    status = response.status_code
    if 200 <= status < 300 or (status == 304 and conditional):
        return
    kind = Gone if status in _GONE else FetchFailed
    retry_after = parse_retry_after(response.headers.get("Retry-After"), now) if status in _COME_BACK else None
    raise kind(f"{host} answered {status}", status=status, retry_after=retry_after)


def read_answer(response: Response, url: str, host: str, accept: Accept, limit: int) -> Answer:
    """Read as much of the body as is wanted: nothing of what cannot be a page, a page up to `limit`, anything else whole or not at all.

    Of a page that ends before its Content-Length or that of its coding what came is taken, as of one that is too long.
    """
    body, cut = _read(response, host, accept, limit)
    return Answer(
        url=url,
        status=response.status_code,
        content_type=response.headers.get("Content-Type"),
        body=body,
        truncated=cut,
        etag=validator(response.headers.get("ETag", "")),
        last_modified=validator(response.headers.get("Last-Modified", "")),
    )


def validator(value: str) -> str:
    """An ETag or Last-Modified that can be stored and sent back; empty when it is odd."""
    return value if value.isascii() and value.isprintable() and len(value) <= _MAX_HEADER else ""


def _read(response: Response, host: str, accept: Accept, limit: int) -> tuple[bytes, bool]:
    headers = response.headers
    if response.status_code == 304:
        return b"", False
    if accept == "page" and not _may_be_page(headers.get("Content-Type", "")):
        return b"", True
    too_large = FetchFailed(f"{host} sent more than {limit / MIB:g} MiB")
    if accept != "page" and _says_more_than(limit, headers.get("Content-Length", "")):
        raise too_large
    response.raw.enforce_content_length = accept != "page"
    read = partial(response.raw.read, decode_content=False)
    body, cut = read_body(read, headers.get("Content-Encoding", ""), limit)
    if cut and accept != "page":
        raise too_large if len(body) == limit else FetchFailed("the answer ends too early")
    cut = cut or bool(response.raw.length_remaining)
    if cut and not body:
        raise FetchFailed(f"{host} sent nothing of what it promised")
    return body, cut


def _may_be_page(content_type: str) -> bool:
    """Whether it is worth reading: said to be text, HTML or XML, or nothing said; an octet-stream's first bytes say what it is."""
    kind = content_type.split(";", maxsplit=1)[0].strip().lower()
    return not kind or kind.startswith("text/") or "html" in kind or "xml" in kind or kind.endswith("/octet-stream")


def _says_more_than(limit: int, length: str) -> bool:
    return length.isascii() and length.isdigit() and int(length[:20]) > limit
