"""The words that the extension puts on the page, in the language of the site or of a post. Pure."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

_NUMBER = re.compile(r"\d+")
_LABEL = re.compile(r'(?<=aria-label=")[^"]*(?=")|(?<=<p class="callout-title">)[^<]*(?=<)|(?<=<summary>)[^<]*(?=<)')


@dataclass(frozen=True, slots=True)
class Labels:
    """Each word once. `{}` stands for a number. The first five are callouts."""

    note: str = "Note"
    tip: str = "Tip"
    important: str = "Important"
    warning: str = "Warning"
    caution: str = "Caution"
    details: str = "Details"
    table: str = "Table {}"
    code: str = "Code {}"
    math: str = "Formula {}"
    footnotes: str = "Footnotes"
    footnote: str = "Footnote {}"
    footnote_back: str = "Back to footnote {} in the text"
    footnote_back_again: str = "Back to footnote {} in the text ({})"
    done: str = "done"
    to_do: str = "to do"


_JAPANESE = Labels(
    note="補足",
    tip="ヒント",
    important="重要",
    warning="注意",
    caution="警告",
    details="詳細",
    table="表 {}",
    code="コード {}",
    math="数式 {}",
    footnotes="脚注",
    footnote="脚注 {}",
    footnote_back="本文の脚注 {} へ戻る",
    footnote_back_again="本文の脚注 {} へ戻る（{}）",
    done="完了",
    to_do="未完了",
)


def labels_for(lang: str, own: Mapping[str, Mapping[str, str]]) -> Labels:
    """The labels of a language ("ja", "en-GB"), English for one that has none, with the site's own words over them."""
    short = lang.lower().replace("_", "-").partition("-")[0]
    base = _JAPANESE if short == "ja" else Labels()
    return replace(base, **own.get(short, {}))


def relabel(content: str, written: Labels, wanted: Labels) -> str:
    """A post's HTML with its labels in another language."""
    words = dict(zip(asdict(written).values(), asdict(wanted).values(), strict=True))

    def translate(match: re.Match[str]) -> str:
        text = html.unescape(match[0])
        wanted_text = words.get(_NUMBER.sub("{}", text))
        return html.escape(wanted_text.format(*_NUMBER.findall(text))) if wanted_text else match[0]

    return _LABEL.sub(translate, content)
