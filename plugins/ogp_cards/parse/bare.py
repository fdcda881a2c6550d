"""Whether what was read of a URL says more than the URL itself."""

from __future__ import annotations

from ..model import PageFields
from .text import TITLE_LIMIT, clean
from .urls import file_name, readable


def is_bare(page: PageFields, url: str) -> bool:
    """Whether nothing but the URL speaks: a file that is no page, an empty answer, a page without a title."""
    names = {clean(name, TITLE_LIMIT) for name in (file_name(url), readable(url))}
    return page.title in names and not page.description and page.image in {"", url}
