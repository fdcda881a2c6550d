"""Phrases are BudouX's own, whatever the text and the model."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import budoux
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sites import ROOT

from japanese_text.chunks import Chunker

LOADERS = {
    "ja": budoux.load_default_japanese_parser,
    "zh": budoux.load_default_traditional_chinese_parser,
    "th": budoux.load_default_thai_parser,
}
TABLES = [f"{kind}W{number}" for kind, count in (("U", 6), ("B", 3), ("T", 4)) for number in range(1, count + 1)]
LENGTHS = {"U": 1, "B": 2, "T": 3}
MODELS = st.fixed_dictionaries(
    {},
    optional={
        table: st.dictionaries(
            st.text("aあ", min_size=LENGTHS[table[0]], max_size=LENGTHS[table[0]]), st.integers(-9, 9), max_size=4
        )
        for table in TABLES
    },
)


@cache
def pair(lang: str) -> tuple[budoux.Parser, Chunker]:
    parser = LOADERS[lang]()
    return parser, Chunker(parser.model)


def written() -> list[str]:
    files = [*sorted((ROOT / "content").rglob("*.md")), Path(__file__).with_name("headlines.txt")]
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def test_every_line_of_the_demo() -> None:
    parser, chunker = pair("ja")
    lines = written()
    assert len(lines) > 1000
    for line in lines:
        assert chunker.parse(line) == parser.parse(line)


@pytest.mark.parametrize("lang", LOADERS)
@given(
    text=st.text(
        st.sampled_from("今日はいい天気です。AIの話、モデル早見表を急がない試し書き天气很好สวัสดีa1 \0"), max_size=30
    )
)
def test_any_text(lang: str, text: str) -> None:
    parser, chunker = pair(lang)
    assert chunker.parse(text) == parser.parse(text)


@given(model=MODELS, text=st.text("aあい", max_size=9))
def test_any_model(model: dict[str, dict[str, int]], text: str) -> None:
    assert Chunker(model).parse(text) == budoux.Parser(model).parse(text)
