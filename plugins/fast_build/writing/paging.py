"""Cuts lists into pages, as Pelican's writer does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pelican.paginator import Paginator


def paginate(
    name: str, url: str | None, lists: Mapping[str, Sequence[Any]], settings: dict[str, Any], per_page: int
) -> Iterator[tuple[str, dict[str, Any]]]:
    """(file, template variables) of each page of lists that are cut alike: `name` and `url` are those of the first."""
    paginators = {key: Paginator(name, url, rows, settings, per_page) for key, rows in lists.items()}
    count = next(iter(paginators.values())).num_pages
    pages = {key: [None, *map(paginator.page, range(1, count + 1)), None] for key, paginator in paginators.items()}
    for number in range(1, count + 1):
        values: dict[str, Any] = {}
        for key, paginator in paginators.items():
            before, page, after = pages[key][number - 1 : number + 2]
            values[f"{key}_paginator"] = paginator
            values[f"{key}_page"] = page
            values[f"{key}_previous_page"] = before
            values[f"{key}_next_page"] = after
        yield page.save_as, values
