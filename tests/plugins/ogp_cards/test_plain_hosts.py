"""Hosts that are known to be plain come out as the long way gives them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ogp_cards import hosts
from ogp_cards.errors import AddressRefused

HOSTS = (
    *(
        "example.org",
        "a.b.c",
        "example.org.",
        "Example.org",
        "example",
        "-a.org",
        "a-.org",
        "a-b.org",
        "a--b.org",
        "xn--wgv71a.jp",
        "a.xn--p1ai",
    ),
    *(
        "127.0.0.1",
        "127.1",
        "1.2.3.0x7f",
        "a.0x1",
        "a.1",
        "1.a",
        "0x1.a",
        "a..b",
        ".a.b",
        "a.b-c",
        "a_b.org",
        "日本.jp",
        "ａ.org",
        "a.org\n",
        "",
    ),
    *(
        f"{'a' * 59}.org",
        f"{'a' * 60}.org",
        f"{'a' * 63}.org",
        f"{'a' * 64}.org",
        "a." * 31 + "b",
        "a." * 32 + "b",
        "a." * 126 + "bc",
        "a." * 127 + "bc",
    ),
)
NEVER = re.compile(r"(?!)")


def outcome(text: str) -> tuple[object, str]:
    try:
        parsed: object = hosts.parse_host(text)
    except AddressRefused as error:
        parsed = str(error)
    return parsed, hosts.readable_host(text)


def assert_same(text: str) -> None:
    short = outcome(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hosts, "_PLAIN", NEVER)
        assert short == outcome(text)


@pytest.mark.parametrize("text", HOSTS)
def test_each_host(text: str) -> None:
    assert_same(text)


@given(text=st.text(st.sampled_from("ax0n1-.Aé"), max_size=12))
def test_any_host(text: str) -> None:
    assert_same(text)


def test_a_plain_one_takes_the_short_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "_to_ascii", None)
    assert outcome("www.example-1.org") == ("www.example-1.org", "www.example-1.org")
