"""Ids made by a table of characters are those that each character decides for itself."""

from __future__ import annotations

import re
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from headings.ids import make_id


def id_by_characters(text: str) -> str:
    """The rule, character by character."""
    folded = unicodedata.normalize("NFC", text.lower())
    kept = "".join(
        char if re.match(r"[\w+]", char) or unicodedata.category(char).startswith("M") else " " for char in folded
    )
    signs = (f"u{ord(char):x}" for char in text if not char.isspace())
    return "-".join(kept.split()).lstrip("_-") or "-".join(signs) or "section"


@given(text=st.text() | st.text(st.sampled_from("aA字か\u3099ｶﾞ\u0301e_-+ \u3000.：é%¿١²Ⅳ\u20dd\ufe0f"), max_size=8))
def test_any_text(text: str) -> None:
    assert make_id(text) == id_by_characters(text)


def test_every_character() -> None:
    for char in map(chr, range(sys.maxunicode + 1)):
        assert make_id(f"a{char}b") == id_by_characters(f"a{char}b")
