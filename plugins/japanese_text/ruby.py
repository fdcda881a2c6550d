"""Reading of ruby: `｜漢字《かんじ》`, `{漢字|かんじ}`, `{東京|とう|きょう}`. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_JAPANESE = re.compile(r"[\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_CHARACTER = re.compile(r".[\ufe00-\ufe0f\U000e0100-\U000e01ef\u3099\u309a]*")
"""One character as a reader counts: with its variation selector or voicing mark."""
_PIPE = r"\\?\|"
"""What parts a base from its reading; in a table it needs the backslash."""
_BAR = r"(?<!\\)｜(?P<bar_base>[^｜《》\\\n\x02]+)《(?P<bar_reading>[^《》\\\n\x02]+)》"
_BRACE = rf"(?<!\\)\{{(?P<base>[^{{}}|\\\n\x02]+){_PIPE}(?P<readings>[^{{}}\n\x02]+)\}}"
_KANJI = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_AFTER_KANJI = rf"(?<![｜\\{_KANJI}])(?P<kanji>[{_KANJI}]+)《(?P<kana>[\u3041-\u30ff]+)》"

PATTERN = f"{_BAR}|{_BRACE}"
PATTERN_AFTER_KANJI = f"{PATTERN}|{_AFTER_KANJI}"


@dataclass(frozen=True, slots=True)
class Ruby:
    """A part of a word and its reading."""

    base: str
    reading: str


def read_ruby(match: re.Match[str]) -> list[Ruby]:
    """The word that a pattern found, with one reading for the whole or one for each character; nothing when none of it is Japanese."""
    found = match.groupdict()
    if found["readings"] is None:
        base = found["bar_base"] or found["kanji"]
        return [Ruby(base, found["bar_reading"] or found["kana"])]
    base = found["base"]
    readings = re.split(_PIPE, found["readings"])
    if not _JAPANESE.search(base + found["readings"]):
        return []
    characters = _CHARACTER.findall(base)
    if len(readings) == len(characters):
        return [Ruby(*pair) for pair in zip(characters, readings, strict=True)]
    return [Ruby(base, "".join(readings))]
