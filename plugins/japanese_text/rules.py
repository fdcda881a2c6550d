"""What a line must not part, whatever BudouX says, and where a long piece may be parted all the same. Pure.

BudouX judges by a few characters on each side, so now and then it cuts inside a word: 早|見|表, 頭|書き, 急が|ない.
These rules join its pieces, and part only a piece that no phone's line can hold. Sources: JLREQ 3.1.7, 3.1.8 and 3.1.10
(what begins and ends no line, what is not parted), and how Japanese builds words: compounds of kanji, okurigana,
auxiliaries and particles stay with what they follow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

LONGEST = 10
"""Characters that a large heading holds in a line at 320 px. A piece may be longer only where nothing else can be done."""

_NO_BREAK_BEFORE = frozenset(
    " \u3000、。，．,.・：:；;！!？?）)」』】］]〉》〕｝}”’ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々ゝゞヽヾ〻…‥％%〜～"
)
_NO_BREAK_AFTER = frozenset(" \u3000（(「『【［[〈《〔｛{“‘＃#＠@＄$￥¥第約各毎")
_KANJI = r"[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_KATAKANA = r"[\u30a1-\u30fa\u30fc-\u30fe]"
_INSIDE = re.compile(rf"{_KANJI}(?={_KANJI})|{_KATAKANA}(?={_KATAKANA})|[0-9０-９](?=[^\W0-9０-９])")
"""The end of what goes on after it: a compound of kanji, a katakana word, a number with its counter."""
_ATTACHED = re.compile(
    r"な(?:い|く|けれ|けり|さ(?:い|そ)|ど|ら|の|だ|がら)|ず(?:に|つ|$)|まで|ます|ません|まし[たて]|だけ|しか|ばかり|より|です|でし[たょ]|だっ[たて]"
    r"|だろう|たい(?!へん|てい)|たく|られ|れ[るばて]|せ[るて]|すぎ|づら[いく]|にく[いく]|やす[いく]"
)
"""Auxiliaries and particles: they go with the word before them."""
_LONE_KANJI = re.compile(_KANJI)
_LONE_KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
_BEHIND_SIGN = re.compile(r"(?<=[：；・／])(?=.)", re.DOTALL)
_SCRIPTS_MEET = re.compile(rf"(?<={_KATAKANA}{{2}})(?={_KANJI}{{2}})|(?<={_KANJI}{{2}})(?={_KATAKANA}{{2}})")
_WORDS_MEET = re.compile(rf"(?<={_KANJI}{{2}})(?={_KANJI}{{2}})|(?<={_KATAKANA}{{3}})(?={_KATAKANA}{{3}})")
"""Where one compound may be two words, if BudouX says so too."""


def mend(pieces: Iterable[str]) -> list[str]:
    """The pieces of a text with those joined that a line must not part, and too long ones parted where two words meet."""
    joined: list[str] = []
    seams: list[list[int]] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1], piece):
            seams[-1].append(len(joined[-1]))
            joined[-1] += piece
        else:
            joined.append(piece)
            seams.append([])
    return [part for piece, within in zip(joined, seams, strict=True) for part in _parted(piece, within)]


def _goes_on(before: str, piece: str) -> bool:
    """Whether a piece belongs to the one before it."""
    last, first, alone, behind_one = before[-1], piece[0], len(piece) == 1, len(before) == 1
    if last in _NO_BREAK_AFTER or first in _NO_BREAK_BEFORE or (last.isascii() and first.isascii()):
        return True
    if _INSIDE.match(last + first) or (alone and _LONE_KANA.match(piece)) or (behind_one and _LONE_KANA.match(before)):
        return True
    if _ATTACHED.match(piece) and last not in _NO_BREAK_BEFORE:
        return True
    lone = (behind_one and _LONE_KANJI.match(before)) or (alone and last.isalnum() and _LONE_KANJI.match(piece))
    return bool(lone) and len(before + piece) <= LONGEST


def _parted(piece: str, seams: Collection[int]) -> list[str]:
    """A piece that is too long, parted as seldom as will do. `seams`: where BudouX parted it."""
    if len(piece) <= LONGEST:
        return [piece]
    best = _places(_BEHIND_SIGN, piece)
    places = best | _places(_SCRIPTS_MEET, piece) | (_places(_WORDS_MEET, piece) & set(seams))
    parts, start, last = [], 0, 0
    for place in (*sorted(places), len(piece)):
        if last > start and (last in best or place - start > LONGEST):
            parts.append(piece[start:last])
            start = last
        last = place
    return [*parts, piece[start:]]


def _places(pattern: re.Pattern[str], piece: str) -> set[int]:
    places = (match.start() for match in pattern.finditer(piece))
    return {at for at in places if piece[at] not in _NO_BREAK_BEFORE and piece[at - 1] not in _NO_BREAK_AFTER}
