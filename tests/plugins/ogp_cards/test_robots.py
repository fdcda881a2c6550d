"""robots.txt: which rules are ours, and what they allow (cases of RFC 9309 and of the wild)."""

from __future__ import annotations

import pytest

from ogp_cards.fetch.robots import is_allowed, parse_robots, product_token

EVERYBODY = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        (EVERYBODY + "Disallow:", "/", True),
        (EVERYBODY + "Disallow: /", "/", False),
        (EVERYBODY + "Disallow: /\nAllow: /public", "/public/a", True),
        (EVERYBODY + "Allow: /a\nDisallow: /a", "/a", True),
        (EVERYBODY + "Disallow: /a/b\nAllow: /a", "/a/b/c", False),
        (EVERYBODY + "disallow : /a # why", "/abc", False),
        (EVERYBODY + "Disallow: /A", "/a", True),
        (EVERYBODY + "Disallow: /*.pdf$", "/x/y.pdf", False),
        (EVERYBODY + "Disallow: /*.pdf$", "/x/y.pdf?z", True),
        (EVERYBODY + "Disallow: /*?q=", "/search?q=1", False),
        (EVERYBODY + "Disallow: /a*b*c", "/axxbyyc", False),
        (EVERYBODY + "Disallow: /a*b*c", "/axxcyyb", True),
        (EVERYBODY + "Disallow: /a*a$", "/a", True),
        (EVERYBODY + "Disallow: /a$", "/a", False),
        (EVERYBODY + "Disallow: /a$", "/ab", True),
        (EVERYBODY + "Disallow: /*$", "/anything", False),
        (EVERYBODY + "Disallow: /日本", "/%E6%97%A5%E6%9C%AC", False),
        (EVERYBODY + "Disallow: /%E6%97%a5", "/%e6%97%A5", False),
        ("Disallow: /", "/", True),
        ("User-agent: Other\nDisallow: /", "/", True),
        ("User-agent: tester/2.0\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Tester\nDisallow: /a", "/b", True),
        ("User-agent: Other\nUser-agent: Tester\nDisallow: /", "/", False),
        (
            "User-agent: Tester\nDisallow: /a\nUser-agent: Other\nDisallow: /b\nUser-agent: Tester\nDisallow: /c",
            "/c",
            False,
        ),
        ("User-agent: Tester\nSitemap: /x\nCrawl-delay: 9\nDisallow: /a", "/a", False),
        ("\ufeffUser-agent: *\r\nDisallow: /", "/", False),
        ("<html>not found</html>", "/", True),
        (EVERYBODY + "Disallow: /" + "a*" * 5000 + "b", "/" + "a" * 5000, True),
    ],
)
def test_rules(text: str, path: str, allowed: bool) -> None:
    assert is_allowed(parse_robots(text, "tester"), path) is allowed


def test_the_product_token_is_the_first_name_of_the_user_agent() -> None:
    assert product_token("Fuda-ogp_cards/0.1 (+https://x.test/)") == "fuda-ogp_cards"
    assert product_token("") == ""
