"""The archives of a large site: the page stays one that a phone can load."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from support.sites import ROOT, BuiltSite

Build = Callable[..., BuiltSite]
YEARS = {"YEAR_ARCHIVE_SAVE_AS": "{date:%Y}.html", "YEAR_ARCHIVE_URL": "{date:%Y}.html"}


@pytest.fixture(scope="module")
def posts() -> dict[str, str | bytes]:
    """By year: 10, 300, 300 and 5 posts."""
    counts = {2025: 10, 2024: 300, 2023: 300, 2022: 5}
    return {
        f"content/{year}-{n}.md": f"Title: {year} {n}\nDate: {year}-01-{1 + n % 28:02}\n\nText.\n"
        for year, count in counts.items()
        for n in range(count)
    }


def archives(build_site: Build, files: dict, **settings: object) -> tuple[list[str], list[str], int]:
    """The years that are listed in full, the years beside, and the number of posts listed."""
    no_pages = {f"{name}_SAVE_AS": "" for name in ("TAG", "CATEGORY", "AUTHOR")}
    base = {"THEME": str(ROOT / "themes/fuda"), "DIRECT_TEMPLATES": ["archives"], "SITEURL": "https://a.example"}
    page = build_site(files, **{**base, **no_pages, **settings}).page("archives.html")
    beside = [item.get_text(" ", strip=True) for item in page.select(".years li")]
    return [head.text for head in page.select(".year h2")], beside, len(page.select(".index li"))


def test_a_large_site_lists_its_newest_years_and_links_the_others(build_site: Build, posts: dict) -> None:
    assert archives(build_site, posts, **YEARS) == (["2025", "2024"], ["2023 300", "2022 5"], 310)


def test_without_pages_of_years_every_post_is_listed(build_site: Build, posts: dict) -> None:
    assert archives(build_site, posts) == (["2025", "2024", "2023", "2022"], [], 615)


def test_a_small_site_lists_every_post(build_site: Build, posts: dict) -> None:
    few = {name: text for name, text in posts.items() if "/2024" not in name}
    assert archives(build_site, few, **YEARS) == (["2025", "2023", "2022"], [], 315)
