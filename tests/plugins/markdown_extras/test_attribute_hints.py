"""A text is passed over only when its pattern finds nothing."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from markdown_extras.attributes import may_name

NAME = re.compile(r"[\s/](?:style|on[a-z]+)\s*=", re.IGNORECASE)
PIECES = st.sampled_from(
    [
        "on",
        "ON",
        "oN",
        "style",
        "STyle",
        "ſtyle",
        "ſ",
        "K",
        "click",
        "a",
        "字",
        "=",
        " ",
        "\u3000",
        "\x1f",
        "/",
        "\n",
        "<p",
        '"',
        "-",
        "\ud800",
    ]
)


@given(text=st.lists(PIECES, max_size=8).map("".join))
@example(text=" ONſ\u3000=")
@example(text="/on字=")
@example(text="\x1fon\x1f=")
@example(text="\x1fona\x1f=")
@example(text="\u3000onK=")
@example(text=" ſtyle =")
@example(text="aona=")
def test_any_text(text: str) -> None:
    assert may_name(text) == bool(NAME.search(text))
