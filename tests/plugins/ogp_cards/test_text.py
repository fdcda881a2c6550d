"""Text from outside, made plain."""

from __future__ import annotations

import re
import unicodedata

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from ogp_cards.parse.text import clean, decode_entities

CASES = {
    "  a \n\t b  ": "a b",
    "第1回　概要": "第1回 概要",
    "a\u2028b\u00a0c": "a b c",
    "a\x00b\x1bc\x7fd": "abcd",
    "a\r\x1b\x85b": "a b",
    "admin\u202egnp.exe": "admingnp.exe",
    "\u2066a\u2069\u200e\u061c": "a",
    "a\ud83db": "ab",
    "\ufeffa\ufffdb\uffff": "ab",
    "か\u3099": "が",
    "👩‍👩‍👧 家族": "👩‍👩‍👧 家族",
    "\u200b\u200b": "",
    "\u0301\u0302": "",
    "…": "…",
    "\ue000a": "a",
    "": "",
}


@pytest.mark.parametrize(("text", "plain"), CASES.items())
def test_clean(text: str, plain: str) -> None:
    assert clean(text, 100) == plain


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("あいうえお", 5, "あいうえお"),
        ("あいうえおか", 5, "あいうえ…"),
        ("あいうえ 👩‍👩‍👧か", 8, "あいうえ…"),
        ("ab🇯🇵🇺🇸c", 6, "ab🇯🇵…"),
        ("abcd e\u0301fgh", 7, "abcd é…"),
        ("abcd e\u0316fgh", 7, "abcd…"),
        ("a" + "\u0316" * 500, 10, "…"),
    ],
)
def test_cut_at_a_grapheme(text: str, limit: int, cut: str) -> None:
    assert clean(text, limit) == cut


@given(st.text(st.characters(exclude_categories=[]), max_size=400), st.integers(2, 300))
def test_any_text_becomes_one_legal_line(text: str, limit: int) -> None:
    plain = clean(text, limit)
    assert len(plain) <= limit
    assert plain == plain.strip()
    assert not re.search(
        r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]|  ", plain
    )
    assert unicodedata.is_normalized("NFC", plain)
    assert clean(plain, limit) == plain
    whole = clean(text, 10_000)
    if plain != whole:
        kept = plain.removesuffix("…").rstrip()
        assert whole.startswith(kept)
        ends = {match.end() for match in regex.finditer(r"\X", whole)} | {0}
        assert len(kept) in ends | {end - 1 for end in ends if whole[end - 1 : end] == " "}


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        ("A &amp;amp; B", "A &amp; B"),
        ("&#12354;&#x3042;&#0000000000065;", "ああA"),
        ("&#00000000000000000000065;&#65", "AA"),
        ("&#99999999;&#100000000000;", "\ufffd\ufffd"),
        (f"a&#{'9' * 5000};b", "a\ufffdb"),
        (f"a&#{'0' * 5000}65;b", "aAb"),
        (f"a&#x{'f' * 5000};b", "a\ufffdb"),
    ],
)
def test_entities_are_decoded_once_and_however_long_their_numbers(text: str, decoded: str) -> None:
    assert decode_entities(text) == decoded
