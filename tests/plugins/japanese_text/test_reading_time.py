"""What is counted is the same whichever way a text is searched."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from japanese_text.reading_time import measure

PIECES = st.sampled_from(
    [
        *(
            "字",
            "かな",
            "word",
            "a1",
            " ",
            "\n",
            "&",
            "&amp;",
            "&#39;",
            "amp;",
            "<",
            ">",
            "<p>",
            "</p>",
            "<math>",
            "</math>",
        ),
        *(
            "<rt>",
            "</rt>",
            "<rtc>",
            "<rp>",
            "</rp>",
            "<script>",
            "</script>",
            "<style a>",
            "</style>",
            "<pre>",
            "</pre>",
            "<pre a='1'>",
        ),
        *("<prefix>", "<b\n>", "</math", "<code>", "\n\n"),
    ]
)


@given(text=st.lists(PIECES, max_size=16).map("".join))
def test_any_html(text: str) -> None:
    outside = re.sub(r"<pre\b.*?</pre>", "", text, flags=re.DOTALL)
    read = re.sub(r"<(math|rt|rp|script|style)\b.*?</\1>|<[^>]*>|&[#\w]+;", "", outside, flags=re.DOTALL)
    japanese = re.findall("[字かな]", read)
    words = re.findall(r"[a-z0-9]+", read)
    lines = [block.count("\n") or 1 for block in re.findall(r"<pre\b.*?</pre>", text, re.DOTALL)]
    amount = measure(text)
    assert (amount.characters, amount.words, amount.code_lines) == (len(japanese), len(words), sum(lines))
