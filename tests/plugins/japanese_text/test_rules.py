"""Where headlines may break: a hundred of them in headlines.txt, each with a | at every place."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from japanese_text.phrases import find_breaks
from japanese_text.rules import LONGEST, mend

HEADLINES = (Path(__file__).parent / "headlines.txt").read_text(encoding="utf-8").splitlines()
ONE_WORD = {
    "プロンプトエンジニアリング",
    "マイクロサービスアーキテクチャの",
    "サイトジェネレーターを",
    "オープンソースソフトウェアの",
    "デプロイメントパイプラインの",
    "ユーザーインターフェース",
    "人工知能学会全国大会参加報告",
    "つながりにくいときのたしかめかた",
}
"""Words in which BudouX knows no place, and neither do the rules: a browser parts them where the line is full."""
PIECES = st.lists(st.text("漢字かなカナー、「」：a1第", min_size=1, max_size=14))


def parted(text: str) -> list[str]:
    return [text[start:end] for start, end in pairwise((0, *find_breaks(text), len(text)))]


@pytest.mark.parametrize("headline", HEADLINES)
def test_a_headline_breaks_between_its_phrases(headline):
    assert parted(headline.replace("|", "")) == headline.split("|")


def test_there_are_many_headlines():
    assert len(set(HEADLINES)) == len(HEADLINES) > 60


def test_pieces_fit_a_line_of_a_phone():
    words = {word for headline in HEADLINES for word in headline.replace("|", " ").split()}
    assert {word for word in words if len(word) > LONGEST} == ONE_WORD


@pytest.mark.parametrize(
    ("pieces", "mended"),
    [
        (["早", "見", "表"], ["早見表"]),
        (["見", "本を"], ["見本を"]),
        (["頭", "書きの", "方"], ["頭書きの方"]),
        (["急が", "ないで"], ["急がないで"]),
        (["ひらが", "なだけ"], ["ひらがなだけ"]),
        (["全", "く"], ["全く"]),
        (["クラウド", "サービス"], ["クラウドサービス"]),
        (["サ", "ーバー"], ["サーバー"]),
        (["き", "ょう"], ["きょう"]),
        (["第", "3", "回"], ["第3回"]),
        (["10", "分の", "話"], ["10分の話"]),
        (["発表、", "価"], ["発表、", "価"]),
        (["長い長い長い長い前の", "話"], ["長い長い長い長い前の", "話"]),
        (["人工知能学会", "全国大会", "参加報告"], ["人工知能学会全国大会", "参加報告"]),
        (["インテグレーション環境構築"], ["インテグレーション", "環境構築"]),
        (["答えの出ない問い：なぜ"], ["答えの出ない問い：", "なぜ"]),
        (["短い：語"], ["短い：語"]),
        ([], []),
    ],
)
def test_rules(pieces, mended):
    assert mend(pieces) == mended


@given(PIECES)
def test_nothing_is_lost_or_empty(pieces):
    mended = mend(pieces)
    assert "".join(mended) == "".join(pieces)
    assert all(mended)


@given(PIECES)
def test_no_piece_begins_or_ends_as_no_line_may(pieces):
    mended = mend(pieces)
    assert not any(piece[0] in "ー、」：" for piece in mended[1:])
    assert not any(piece[-1] in "「第" for piece in mended[:-1])
