"""`[[ogp:URL]]` in Markdown: golden cases in syntax_cases.txt, and what holds for any text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import markdown

from ogp_cards.placeholders import (
    Placeholder,
    find_placeholders,
    is_block,
    placeholder_html,
    read_placeholder,
    replace_placeholders,
    take_problems,
)

CASES = re.findall(
    r"^@@ ([^\n]*)\n(.*?)\n@ becomes\n(.*?)\n(?=\n@@|\Z)",
    (Path(__file__).parent / "syntax_cases.txt").read_text(encoding="utf-8"),
    re.DOTALL | re.MULTILINE,
)
WORDS = st.sampled_from(
    [
        *(
            "[[ogp:https://a.example/x]]",
            '[[ogp:https://b.example/?a&b | title="]]"]]',
            "[[ogp:",
            "]]",
            "[[",
            "title=",
            "|",
            '"',
            "\\",
            "[",
            "](x)",
        ),
        *(
            "\n",
            "\r\n",
            "\n\n",
            "> ",
            "- ",
            "1. ",
            "[^1]: ",
            "    ",
            "\t",
            "---",
            "***",
            "| a | b |\n|---|---|\n",
            "```\n",
            "`",
            "``",
        ),
        *("<!--", "-->", "<b>", "</b>", "<div>", "&amp;", "札", "text", "[", "](x)"),
    ]
)
TEXTS = st.lists(WORDS | st.text(max_size=3), max_size=25).map("".join)


def convert(text: str, *extensions: str) -> str:
    return markdown(text, extensions=["extra", *extensions, "ogp_cards.syntax"], output_format="html")


def placeholders_in(html: str) -> list[Placeholder]:
    return [read_placeholder(element) for _, element in find_placeholders(html)]


def test_cases_are_read() -> None:
    assert len(CASES) > 80


@pytest.mark.parametrize(("name", "text", "html"), CASES, ids=[case[0] for case in CASES])
def test_case(name: str, text: str, html: str) -> None:
    assert convert(text) == html


@pytest.mark.parametrize(
    ("name", "text", "html"), [c for c in CASES if "<pre>" not in c[2]], ids=lambda value: value[:30]
)
def test_case_with_crlf(name: str, text: str, html: str) -> None:
    assert convert(text.replace("\n", "\r\n")) == html


def test_highlighted_code_stays_as_written() -> None:
    html = convert("```python\nx = '[[ogp:https://a.example/]]'\n```\n", "codehilite")
    assert "[[ogp:https://a.example/]]" in unescape(re.sub("<[^>]+>", "", html))
    assert not placeholders_in(html)


def test_what_the_author_wrote_comes_back() -> None:
    html = convert('[[ogp:https://a.example/?a=1&lt;=2 | title="<&amp;\\"> 札" | image=x.png]]')
    (found,) = placeholders_in(html)
    assert found.href == "https://a.example/?a=1&lt;=2"
    assert found.override("title") == '<&amp;"> 札'
    assert found.override("image") == "x.png"
    assert found.override("description") is None
    assert placeholder_html(found) == html


def test_placeholders_are_found_and_replaced() -> None:
    html = convert("[[ogp:https://a.example/]]\n\nsee [[ogp:https://b.example/ | title=B]], and more")
    found = find_placeholders(html)
    elements = [element for _, element in found]
    assert [html[start : start + len(element)] for start, element in found] == elements
    assert [read_placeholder(element).key for element in elements] == ["https://a.example/", "https://b.example/"]
    assert [is_block(element) for element in elements] == [True, False]
    assert replace_placeholders(html, found, ["A", "B"]) == "A\n<p>see B, and more</p>"
    assert replace_placeholders(html, found, elements) == html
    assert find_placeholders("<p>none</p>") == []
    with pytest.raises(ValueError, match="no placeholder"):
        read_placeholder("and more")


def test_problems_are_taken_out_and_the_text_kept() -> None:
    text, problems = take_problems(convert('one\n\n[[ogp:<&amp;">]]\nthree'))
    assert [problem.lines_from_end for problem in problems] == [2]
    assert unescape(text) == '<p>one</p>\n<p>[[ogp:<&amp;">]]</p>\n<p>three</p>'


@given(TEXTS)
def test_any_text_converts_and_its_cards_are_links(text: str) -> None:
    html = convert(text)
    plain, _ = take_problems(html)
    assert "data-ogp-problem" not in plain
    assert plain.count('data-ogp="') == len(placeholders_in(plain)) + text.count('data-ogp="')


@given(TEXTS)
def test_a_text_without_cards_is_left_alone(text: str) -> None:
    text = text.replace("ogp:", "ogp")
    assert convert(text) == markdown(text, extensions=["extra"], output_format="html")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_a_quoted_title_comes_back_whole(title: str) -> None:
    quoted = title.replace("\\", "\\\\").replace('"', '\\"')
    placeholders = placeholders_in(convert(f'[[ogp:https://a.example/ | title="{quoted}"]]'))
    if title.strip():
        assert placeholders[0].override("title") == title.replace("\\\\|", "|").replace("\\|", "|").strip()
