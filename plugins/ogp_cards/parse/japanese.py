"""Japanese encodings as browsers read them, and how Japanese a text looks.

Python's codecs for EUC-JP and ISO-2022-JP know JIS X 0208 as it was printed; real pages also use what NEC and IBM added (①, ㈱, 髙), which
the WHATWG Encoding standard's tables have and Python's cp932 has. So those characters are read as Shift_JIS. And a character that no table
has costs itself only, where Python's codecs go on in the middle of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

_SHIFT_JIS_CHARACTER = re.compile(rb"[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|.", re.DOTALL)
_EUC_CHARACTER = re.compile(rb"\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}|.", re.DOTALL)
_UNTIL_TAG = re.compile(rb"<?[^<]*")  # "<" is no part of any character in these two
_ESCAPE = re.compile(rb"(\x1b(?:\([BJI]|\$[@B]|\$\(D))")
_HIGH_BIT = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))

_ASCII = re.compile(r"[\x00-\x7f]+")
_DAMAGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]")
_RARE_MARKS = frozenset("〃〆ゝゞヽヾ")
_SAMPLE = 4000


def decode_shift_jis(body: bytes) -> str:
    """The text; what is not in cp932 becomes U+FFFD."""
    return _decode(body, "cp932", _SHIFT_JIS_CHARACTER, lambda _: "\ufffd")


def decode_euc_jp(body: bytes) -> str:
    """The text; what is not EUC-JP becomes U+FFFD."""
    return _decode(body, "euc_jp", _EUC_CHARACTER, _decode_extension)


def decode_iso_2022_jp(body: bytes) -> str:
    """The text, half-width katakana and JIS X 0212 included; what is not ISO-2022-JP becomes U+FFFD."""
    with suppress(UnicodeDecodeError):
        return body.decode("iso2022_jp_ext")
    first, *rest = _ESCAPE.split(body)
    runs = [_as_euc(*pair) for pair in list(pairwise(rest))[::2]]
    return decode_euc_jp(b"".join([first, *runs]))


def japanese_score(text: str) -> float:
    """How much the characters beyond ASCII look like Japanese prose: about 0.7 if they do, below 0 for mojibake."""
    beyond = _ASCII.sub("", text)[:_SAMPLE]
    looks = sum(_weight(character) * count for character, count in Counter(beyond).items())
    return looks / max(1, len(beyond)) - damage(text)


def damage(text: str) -> float:
    """What of the text beyond ASCII is holes, controls and private use, in tenths: 0 for none, 10 for all."""
    return 10 * len(_DAMAGE.findall(text)) / (len(_ASCII.sub("", text)) + 20)


def _weight(character: str) -> float:
    """Kana are the best sign; EUC-JP read as Shift_JIS shows as half-width punctuation, and any wrong guess as rare kanji and marks.

    Punctuation is worth no more than a kanji, since Chinese encodings have it where EUC-JP has it.
    """
    if character in _RARE_MARKS:
        return -0.5
    if "\u3041" <= character <= "\u30ff":
        return 1
    if "\u3001" <= character <= "\u303f":
        return 0.3
    if "\uff61" <= character <= "\uff65":
        return -3
    if "\u3400" <= character <= "\u9fff":
        return 0.3 if _is_everyday(character) else -0.5
    return 0


def _is_everyday(kanji: str) -> bool:
    """Whether it is of JIS level 1, rows 16 to 47: what ordinary prose is made of."""
    return b"\xb0" <= kanji.encode("euc_jp", "replace")[:1] <= b"\xcf"


def _decode(body: bytes, codec: str, character: re.Pattern[bytes], other: Callable[[bytes], str]) -> str:
    """The text at once, or where that fails from tag to tag, or where that fails one character after the other."""

    def one(data: bytes) -> str:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            return other(data)

    def stretch(data: bytes) -> str:
        try:
            return data.decode(codec)
        except UnicodeDecodeError:
            return "".join(map(one, character.findall(data)))

    try:
        return body.decode(codec)
    except UnicodeDecodeError:
        return "".join(map(stretch, _UNTIL_TAG.findall(body)))


def _decode_extension(pair: bytes) -> str:
    """One of NEC's and IBM's characters, from its EUC-JP pair by its Shift_JIS pair (JIS X 0208:1997, appendix 1)."""
    if len(pair) != 2:
        return "\ufffd"
    row, cell = pair[0] - 0xA1, pair[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    text = bytes((lead, trail)).decode("cp932", "replace")
    return text if len(text) == 1 else "\ufffd"


def _as_euc(escape: bytes, run: bytes) -> bytes:
    """What follows an escape sequence, as EUC-JP."""
    if escape in (b"\x1b(B", b"\x1b(J"):
        return run
    high = run.translate(_HIGH_BIT)
    if escape == b"\x1b(I":
        return re.sub(rb"[\xa1-\xdf]", lambda kana: b"\x8e" + kana[0], high)
    if escape == b"\x1b$(D":
        return re.sub(rb"[\xa1-\xfe]{2}", lambda pair: b"\x8f" + pair[0], high)
    return high
