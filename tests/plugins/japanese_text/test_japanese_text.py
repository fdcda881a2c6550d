"""Japanese text: golden cases in cases.txt, what holds for any text, and tiny sites."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from pelican.plugins import signals
from support.golden import golden_cases

import japanese_text
from japanese_text.notes import Note, take_note, write_note
from japanese_text.phrases import find_breaks, title_html, without_phrases
from japanese_text.reading_time import Amount, Pace, measure

CASES = golden_cases(Path(__file__).parent / "cases.txt")
TITLE = "DeepSeek R1の衝撃：95%コスト削減でGPT-4超えを実現したAI革命"
PLAIN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=30)
TEXTS = PLAIN | st.text("日本語の「見出し」、はAPI と R1です。ーっ", max_size=30)


def convert(text: str, **options: object) -> str:
    config = {"japanese_text.extension": options}
    return Markdown(extensions=["extra", *config], extension_configs=config, output_format="html").convert(text)


def post(title: str, body: str, **header: str) -> str:
    lines = {"title": title, "date": "2025-01-01", "slug": "a", **header}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name):
    source, expected = CASES[name]
    assert convert(source) == expected


def test_public_names():
    assert japanese_text.__all__ == ["register"]


def test_ruby_after_kanji_is_a_setting():
    assert convert("その漢字《かんじ》は", ruby_after_kanji=True) == (
        "<p>その<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>は</p>"
    )
    assert convert("\\｜漢字《かんじ》《題》", ruby_after_kanji=True) == "<p>｜漢字《かんじ》《題》</p>"


def test_both_can_be_switched_off():
    assert (
        convert("## 見出しの{中|なか}と外のこと", ruby=False, phrases=False) == "<h2>見出しの{中|なか}と外のこと</h2>"
    )


def test_a_used_instance_forgets_the_text_before():
    md = Markdown(extensions=["japanese_text.extension"])
    texts = ["{漢字|かんじ}", "漢字", "{漢字|かんじ}"]
    assert [md.reset().convert(text) for text in texts] == [convert(text) for text in texts]


def titled(text: str) -> str:
    return str(title_html(text, find_breaks(text)))


UNBROKEN = '<span class="unbroken">'


def test_titles_break_between_phrases():
    phrases = titled(TITLE).split('<wbr class="phrase">')
    assert phrases == [
        "DeepSeek R1の",
        "衝撃：",
        "95%コスト削減で",
        f"{UNBROKEN}GPT-4</span>超えを",
        "実現した",
        "AI革命",
    ]


def test_short_names_are_not_parted_at_their_hyphen():
    assert titled("gpt-oss-20b と SWE-bench") == f"{UNBROKEN}gpt-oss-20b</span> と {UNBROKEN}SWE-bench</span>"
    assert "span" not in titled("a-compound-that-is-far-too-long-for-a-phone と 日本-語")


@given(TEXTS)
def test_a_title_loses_nothing_and_holds_no_other_markup(text):
    marked = titled(text)
    plain = without_phrases(marked).replace(UNBROKEN, "").replace("</span>", "")
    assert html.unescape(plain) == text
    assert "<" not in plain


@given(TEXTS)
def test_no_line_begins_or_ends_wrongly(text):
    for offset in find_breaks(text):
        assert text[offset] not in "、。」）ーっ "
        assert text[offset - 1] not in "「（ "
        assert not (text[offset - 1].isascii() and text[offset].isascii())


@given(
    st.lists(
        st.sampled_from(["見出しの", "`コード の`", "**太字に**", "なる", "[鎖で](x)", "{漢字|かんじ}", "API", " "])
    )
)
def test_breaks_leave_a_heading_as_it_was(pieces):
    text = "## " + "".join(pieces)
    assert without_phrases(convert(text)) == convert(text, phrases=False)


@pytest.mark.parametrize(
    ("content", "minutes"),
    [
        ("", 1),
        ("<p>短い。</p>", 1),
        (f"<p>{'字' * 1200}</p>", 2),
        (f"<p>{'字' * 600} {'word ' * 200}</p>", 2),
        (f"<p>{'don&#x27;t-stop ' * 200}</p>", 2),
        ("<figure><pre><code>" + "x = 1\n" * 80 + "</code></pre></figure>", 2),
        (f"<ruby>{'字' * 600}<rp>（</rp><rt>{'じ' * 6000}</rt><rp>）</rp></ruby>", 1),
        (f'<a title="{"字" * 6000}" href="{"x " * 6000}">字</a>', 1),
        (f"<math><mi>{'x ' * 6000}</mi></math>", 1),
    ],
)
def test_reading_time(content, minutes):
    assert measure(content).minutes(Pace()) == minutes


@given(st.text(), st.text())
def test_a_longer_text_takes_no_less_time(first, second):
    one, both = (measure(html.escape(text)).minutes(Pace(1, 1, 1)) for text in (first, f"{first} {second}"))
    assert 1 <= one <= both


@given(st.builds(Note, st.builds(Amount, *[st.integers(0)] * 3), st.text(), st.lists(st.integers(0)).map(tuple)), PLAIN)
def test_a_note_comes_back_as_it_was(note, text):
    escaped = html.escape(text)
    assert take_note(escaped + write_note(note)) == (escaped, note)
    assert take_note(escaped + write_note(note) + "<!--headings:1:x-->") == (escaped + "<!--headings:1:x-->", note)
    assert take_note(escaped) == (escaped, None)


def test_what_is_noted_is_what_a_text_says(site):
    files = {"content/a.md": post("題名の中", "字" * 1200, summary="要約の中")}
    noted = []

    def note(generator, **_):
        noted.extend((take_note(article._content)[1], article.metadata["summary"]) for article in generator.articles)
        for article in generator.articles:
            article.title = "別の題名の中"

    signals.article_generator_finalized.connect(note)
    built = site(
        {**files, "overrides/article.html": "{{ article.title_html }}|{{ article.summary }}|{{ article.content }}"}
    )
    assert noted[0][0] == Note(Amount(1200, 0, 0), "題名の中", find_breaks("題名の中"))
    assert built.text("a.html").startswith(f"{titled('別の題名の中')}|<p>要約の中</p>|<p>字")
    assert "japanese_text" not in built.text("a.html")
    assert built.warnings == []


TEMPLATES = {
    "overrides/article.html": "{{ article.title_html }}|{{ article.reading_minutes }}|{{ article.content }}",
    "overrides/page.html": "{{ page.title_html }}|{{ page.reading_minutes }}|{{ page.content }}",
}


@pytest.fixture
def site(build_site, tmp_path):
    def run(files: dict[str, str], **settings: object):
        settings = {"PLUGINS": ["japanese_text"], "DEFAULT_LANG": "ja", **settings}
        overrides = [str(tmp_path / "site/overrides")]
        return build_site({**TEMPLATES, **files}, THEME="simple", THEME_TEMPLATES_OVERRIDES=overrides, **settings)

    return run


def test_every_kind_of_content(site):
    built = site(
        {
            "content/a.md": post("見出しの<中>", "## 本文の見出し"),
            "content/b.md": post("草稿の題名", "字" * 1200, status="draft", slug="b"),
            "content/pages/p.md": "title: 頁の題名\nslug: p\n\n本文\n",
        }
    )
    title, minutes, body = built.text("a.html").split("|")
    assert title == '見出しの<wbr class="phrase">&lt;中&gt;'
    assert minutes == "1"
    assert body == '<h2>本文の<wbr class="phrase">見出し</h2>'
    assert built.text("drafts/b.html").startswith('草稿の<wbr class="phrase">題名|2|')
    assert built.text("pages/p.html").startswith('頁の<wbr class="phrase">題名|1|')
    assert built.warnings == []


def test_text_of_another_language_is_left_whole(site):
    built = site({"content/a.md": post("日本語の題名", "## 本文の見出し", lang="zh")})
    assert "<wbr" not in built.text("a-zh.html")
    assert built.text("a-zh.html").startswith("日本語の題名|1|")


def test_phrases_off_leaves_titles_whole_too(site):
    assert "<wbr" not in site({"content/a.md": post("題名の中", "## 本文の見出し")}, JAPANESE_TEXT_PHRASES=False).text(
        "a.html"
    )


def test_a_wrong_setting_is_named_once_and_the_default_used(site):
    built = site({"content/a.md": post("題名", "字" * 1200)}, JAPANESE_TEXT_CHARACTERS_PER_MINUTE=0)
    assert built.warnings == [
        "JAPANESE_TEXT_CHARACTERS_PER_MINUTE is 0; it must be a whole number above 0, and 600 is used"
    ]
    assert re.search(r"\|2\|", built.text("a.html"))
