"""EUC-JP and ISO-2022-JP as browsers read them, and how Japanese a text looks.

Python's own codecs know JIS X 0208 as it was printed; real pages also use the characters that NEC and IBM added (①, ㈱, 髙), which
the WHATWG Encoding standard's tables have and Python's cp932 has. So those rows are read as Shift_JIS.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from itertools import pairwise

_EXTENSION_ROWS = rb"[\xad\xf9-\xfc]"
_EUC_RUN = re.compile(
    rb"(?P<extension>(?:" + _EXTENSION_ROWS + rb"[\xa1-\xfe])+)"
    rb"|(?:[\x00-\x7f]|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|(?!" + _EXTENSION_ROWS + rb")[\xa1-\xfe]{2})+"
    rb"|.",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"(\x1b(?:\([BJI]|\$[@B]|\$\(D))")
_HIGH_BIT = bytes(byte | 0x80 if 0x21 <= byte <= 0x7E else byte for byte in range(256))

_ASCII = re.compile(r"[\x00-\x7f]+")
_DAMAGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff]")
_SAMPLE = 4000


def decode_euc_jp(body: bytes) -> str:
    """The text; what is not EUC-JP becomes U+FFFD."""
    with suppress(UnicodeDecodeError):
        return body.decode("euc_jp")
    return "".join(map(_decode_run, _EUC_RUN.finditer(body)))


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
    damage = len(_DAMAGE.findall(text))
    return looks / max(1, len(beyond)) - 10 * damage / (len(beyond) + 20)


def _weight(character: str) -> float:
    """Kana are the best sign; EUC-JP read as Shift_JIS shows as half-width punctuation, and any wrong guess as rare kanji."""
    if "\u3001" <= character <= "\u30ff":
        return 1
    if "\uff61" <= character <= "\uff65":
        return -3
    if "\u3400" <= character <= "\u9fff":
        return 0.3 if _is_everyday(character) else -0.5
    return 0


def _is_everyday(kanji: str) -> bool:
    """Whether it is of JIS level 1, rows 16 to 47: what ordinary prose is made of."""
    return b"\xb0" <= kanji.encode("euc_jp", "replace")[:1] <= b"\xcf"


def _decode_run(run: re.Match[bytes]) -> str:
    if not run["extension"]:
        return run[0].decode("euc_jp", "replace")
    return b"".join(_shift_jis(*run[0][at : at + 2]) for at in range(0, len(run[0]), 2)).decode("cp932", "replace")


def _shift_jis(first: int, second: int) -> bytes:
    """An EUC-JP pair as its Shift_JIS pair (JIS X 0208:1997, appendix 1)."""
    row, cell = first - 0xA1, second - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    return bytes((lead, trail))


def _as_euc(escape: bytes, run: bytes) -> bytes:
    if escape in (b"\x1b(B", b"\x1b(J"):
        return run
    high = run.translate(_HIGH_BIT)
    if escape == b"\x1b(I":
        return re.sub(rb"([\xa1-\xdf])", rb"\x8e\1", high)
    if escape == b"\x1b$(D":
        return re.sub(rb"([\xa1-\xfe]{2})", rb"\x8f\1", high)
    return high
