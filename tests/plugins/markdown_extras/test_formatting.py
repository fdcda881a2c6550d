"""Coloured code is what Pygments' own formatter writes, to the byte."""

from __future__ import annotations

from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.token import Keyword, Name, String, Text, Token, Whitespace, _TokenType
from support.sites import ROOT

from markdown_extras.formatting import Openings, format_tokens

FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)
KINDS = st.sampled_from([Text, Whitespace, Keyword, Name, String, Token, Token.Of.Their.Own, Name.Builtin.Odd])
VALUES = st.lists(
    st.sampled_from(["a", "字", "\n", "\n", "\n\n", " ", "<", "&", "'", '"', ">-<", "-", ""]), max_size=4
).map("".join)


def assert_same(tokens: list[tuple[_TokenType, str]]) -> None:
    file = StringIO()
    FORMATTER.format(tokens, file)
    assert format_tokens(tokens, Openings(FORMATTER)) == file.getvalue()


@given(tokens=st.lists(st.tuples(KINDS, VALUES), max_size=12))
def test_any_tokens(tokens: list[tuple[_TokenType, str]]) -> None:
    assert_same(tokens)


@pytest.mark.parametrize("written", ["a\nb", "a\n", "\na", "\n\n", "", "a", "<a>\n'b'\n"])
@pytest.mark.parametrize(
    "before", [[], [(Keyword, "k")], [(String, "s")], [(Text, "t")], [(Keyword, "k\n")], [(Text, "")]]
)
@pytest.mark.parametrize("after", [[], [(Keyword, "k")], [(String, "s")], [(Text, "\n")]])
def test_tokens_over_lines(written: str, before: list, after: list) -> None:  # type: ignore[type-arg]
    assert_same([*before, (String, written), *after])


@pytest.mark.parametrize(
    ("lang", "file"), [("python", "tasks.py"), ("toml", "pyproject.toml"), ("markdown", "README.md")]
)
def test_real_code(lang: str, file: str) -> None:
    assert_same(list(get_lexer_by_name(lang).get_tokens((ROOT / file).read_text(encoding="utf-8"))))
