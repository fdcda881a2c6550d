"""Code is coloured by Pygments' rules whichever of them are tried."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygments.lexer import Lexer, RegexLexer, bygroups, default, using, words
from pygments.lexer import this as this_lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Punctuation, String
from support.golden import golden_cases
from support.sites import ROOT

from markdown_extras import lexing
from markdown_extras.first_letters import beginning_of
from markdown_extras.lexing import quicken

LANGUAGES = (
    "python",
    "bash",
    "javascript",
    "typescript",
    "css",
    "rust",
    "go",
    "sql",
    "java",
    "toml",
    "ini",
    "docker",
    "diff",
)
CODE = st.lists(
    st.sampled_from(
        [
            *(
                "def f",
                "class A(B):",
                "import os",
                "f'{x!r:>{w}}'",
                '"""',
                "'",
                '"',
                "\\",
                "#",
                "# 注",
                "//",
                "/*",
                "*/",
                "<!--",
            ),
            *(
                " ",
                "\n",
                "\n    ",
                "\t",
                "(",
                ")",
                "[",
                "]",
                "{",
                "}",
                "${",
                "$(",
                "`",
                "@",
                "=",
                "==",
                "=>",
                "->",
                ":",
                ";",
                ",",
            ),
            *(
                "if ",
                "else",
                "return",
                "fn ",
                "let ",
                "const ",
                "SELECT ",
                "from ",
                "0x1F",
                "1.5e3",
                "10",
                "名前",
                "é",
                "\x00",
                "K",
                "ſ",
            ),
            *(
                "<a href='b'>",
                "</a>",
                "&amp;",
                "+1",
                "-1",
                "@@ -1 +1 @@",
                "&&",
                "||",
                "...",
                "~",
                "%",
                "^",
                "!",
                "?",
                "r'",
                "b'",
                "lambda ",
            ),
        ]
    ),
    max_size=24,
).map("".join)


@cache
def pair(lang: str) -> tuple[Lexer, Lexer]:
    return get_lexer_by_name(lang, stripnl=False), quicken(get_lexer_by_name(lang, stripnl=False))


@pytest.fixture(autouse=True)
def quick_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexing, "PAYS_AFTER", 0)


def assert_same(lang: str, code: str) -> None:
    stock, quick = pair(lang)
    assert list(quick.get_tokens(code)) == list(stock.get_tokens(code))


@pytest.mark.parametrize("lang", LANGUAGES)
@given(code=CODE)
def test_any_code(lang: str, code: str) -> None:
    assert_same(lang, code)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_real_code(lang: str) -> None:
    files = [
        ROOT / "plugins/markdown_extras/lexing.py",
        ROOT / "themes/fuda/static/css/base.css",
        ROOT / "pyproject.toml",
    ]
    texts = [path.read_text(encoding="utf-8") for path in files if path.exists()]
    cases = golden_cases(next(iter(sorted((ROOT / "tests/plugins/markdown_extras").rglob("*.txt")))))
    for text in (*texts, *(case for case, _ in cases.values())):
        assert_same(lang, text)


class Stacks(RegexLexer):
    """Every way to enter and leave a state."""

    tokens = {  # noqa: RUF012 (as Pygments wants it)
        "root": [
            (r"\(", Punctuation, "inner"),
            (r"<", Punctuation, ("inner", "deep")),
            (r"(a)(b)", bygroups(Name, Keyword)),
            (r"\d+(?=x)|x", Number),
            (words(("let", "if"), suffix=r"\b"), Keyword),
            (r"\[[^]]*\]", using(this_lexer, state="inner")),
            (r"(?i:q)|[^\W\d_]{3,}?|(?:)(?<=z)e*f", String),
        ],
        "inner": [
            (r"\(", Punctuation, "#push"),
            (r"\)", Punctuation, "#pop"),
            (r"!", Punctuation, "#pop:9"),
            (r"\^", Punctuation, ("#pop", "#push", "deep")),
            (r"[^()!^;]", Comment),
            default("#pop"),
        ],
        "deep": [(r">", Punctuation, "#pop:2"), (r"[^>]", Comment)],
    }


@given(code=st.text(alphabet="()<>!^;abxzefqQ12[]\n let if字", max_size=30))
def test_any_change_of_state(code: str) -> None:
    assert list(quicken(Stacks()).get_tokens(code)) == list(Stacks().get_tokens(code))


class OwnWalk(Stacks):
    def get_tokens_unprocessed(self, text, stack=("root",)):  # type: ignore[no-untyped-def]
        yield 0, Name, text


def test_a_lexer_that_walks_in_its_own_way_is_left_alone() -> None:
    lexer = OwnWalk()
    assert list(quicken(lexer).get_tokens("ab")) == [(Name, "ab\n")]
    assert "get_tokens_unprocessed" not in vars(lexer)


def test_tables_are_made_only_for_a_lexer_that_reads_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexing, "PAYS_AFTER", 10)
    lexer = quicken(Stacks())
    walk = lexer.get_tokens_unprocessed.__self__  # type: ignore[attr-defined]
    list(lexer.get_tokens("ab"))
    assert not walk._states
    list(lexer.get_tokens("ab" * 5))
    assert walk._states


EXPRESSIONS = (
    "a",
    "[^a]",
    "a?b",
    "a*",
    "(?:a|b?)c",
    r"\d+|\s",
    r"[\W_]x",
    "(?<=a)b",
    r"\bif",
    "(?=b)b",
    "(a)?\\1b",
    "(?>ab)",
    "a++",
    "a{0,2}?b",
    ".",
    "(?i:A)",
    "(?s:.)",
    "^$",
    "[a-c1]",
    "ſ",
    "[\u212a]",
    "[^ſ]",
    "[B-C]x",
    "[^B]",
    "[^ab]",
)


@pytest.mark.parametrize("written", EXPRESSIONS)
def test_no_beginning_is_missed(written: str) -> None:
    for flags in (0, re.IGNORECASE, re.MULTILINE):
        assert_none_missed(re.compile(written, flags))


def assert_none_missed(pattern: re.Pattern[str]) -> None:
    begins = beginning_of(pattern)
    assert begins
    for char in map(chr, range(128)):
        for text in (char + rest for rest in ("", "a", "b", "c", "x", "f", "ab", "bc")):
            assert begins(char) or not pattern.match(text)
            assert begins(char) or not pattern.match("a" + text, 1)


def test_beginnings_are_told_apart() -> None:
    told = {
        written: "".join(filter(beginning_of(re.compile(written)), "ab1 -"))
        for written in ("a", "a?b", "[^a]", r"\d|\s", "a|b*1")
    }
    assert told == {"a": "a", "a?b": "ab", "[^a]": "b1 -", r"\d|\s": "1 ", "a|b*1": "ab1"}
    begins = beginning_of(re.compile("(?i)a|ſ"))
    assert begins
    assert "".join(filter(begins, "aAbBsSkK")) == "aAsSkK"
