"""Headings: golden cases in cases.txt, what holds for any text, and tiny sites."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from support.golden import golden_cases

import headings
from headings.extension import HeadingsExtension
from headings.ids import Wish, assign_ids, make_id
from headings.levels import Written, place_headings
from headings.problems import Problem, take_problems, write_problems
from headings.toc import Toc

CASES = golden_cases(Path(__file__).parent / "cases.txt")
POST = "title: {title}\ndate: 2025-01-01\nslug: {title}\n\n{body}\n"


def convert(text: str, **options: object) -> str:
    config = {"headings.extension": {"reserved_ids": ["content"], **options}}
    return Markdown(extensions=["extra", *config], extension_configs=config, output_format="html").convert(text)


def toc_of(text: str, max_level: int) -> Toc:
    return Toc(SimpleNamespace(_content=text), max_level)


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name):
    source, expected = CASES[name]
    assert convert(source) == expected


def test_public_names():
    assert headings.__all__ == ["TocItem", "register"]


def test_a_used_instance_forgets_the_text_before():
    md = Markdown(extensions=["extra", HeadingsExtension()])
    first = md.convert("## 例\n\n#### 飛んだ")
    assert md.reset().convert("## 例\n\n#### 飛んだ") == first
    assert "<!--" not in md.reset().convert("## 例")


def test_windows_line_ends():
    assert convert("### 一\r\n\r\n#### 二\r\n") == convert("### 一\n\n#### 二\n")


@given(st.lists(st.builds(Written, st.integers(1, 6), st.booleans())))
def test_no_level_is_skipped(written):
    levels = [place.level for place in place_headings(written)]
    assert all(2 <= level <= 6 for level in levels)
    assert levels[:1] in ([], [2])
    assert all(after <= before + 1 for before, after in pairwise(levels))


@given(st.lists(st.sampled_from([2, 3]), min_size=1))
def test_levels_without_a_skip_stay(levels):
    levels = [2, *levels]
    assert [place.level for place in place_headings([Written(level, nested=False) for level in levels])] == levels


@given(st.lists(st.tuples(st.text("例a2 -_", max_size=4), st.booleans())), st.sets(st.sampled_from(["a", "例", "a-2"])))
def test_ids_are_unique(texts, taken):
    ids = assign_ids([Wish(make_id(text), explicit) for text, explicit in texts], taken)
    assert len({*ids, *taken}) == len(ids) + len(taken)


@given(st.text())
def test_an_id_is_safe_in_html_and_in_a_fragment(text):
    name = make_id(text)
    assert name
    assert not re.search(r"""[\s%:"'<>&#`]|^_""", name)


@given(st.lists(st.sampled_from(["一", "二", "三"]), unique=True), st.sampled_from(["四", "一 二"]))
def test_ids_stay_when_a_heading_is_added(texts, added):
    before = assign_ids([Wish(make_id(text)) for text in texts], ())
    assert assign_ids([Wish(make_id(text)) for text in (added, *texts)], ())[1:] == before


SECTIONS = st.lists(st.sampled_from(["まとめ", "例", "背景"]), max_size=3, unique=True)


@given(st.dictionaries(st.sampled_from("甲乙丙丁"), SECTIONS, max_size=4), SECTIONS, st.integers(0, 4))
def test_what_stands_twice_keeps_its_id_whatever_comes_before(chapters, added, at):
    def ids(chapters):
        wishes = [(name, Wish(text, above=(name,))) for name, texts in chapters for text in texts]
        return dict(
            zip([(name, wish.id) for name, wish in wishes], assign_ids([w for _, w in wishes], ()), strict=True)
        )

    before, after = list(chapters.items()), list(chapters.items())
    after.insert(at, ("新", added))
    counts = Counter(text for texts in chapters.values() for text in texts)
    new = ids(after)
    assert all(new[place] == name for place, name in ids(before).items() if counts[place[1]] > 1)
    assert all(new[place] in {f"{place[0]}-{place[1]}", place[1]} for place in new)


def test_no_new_heading_takes_the_id_of_another():
    before = convert("## 甲\n\n### まとめ\n\n字")
    after = convert("## 新\n\n### まとめ\n\n## 甲\n\n### まとめ\n\n字")
    assert 'id="まとめ"' in before
    assert re.findall(' id="([^"]*)"', after) == ["新", "新-まとめ", "甲", "甲-まとめ"]


def test_forty_headings_of_two_texts_have_an_id_each():
    text = "\n\n".join(f"{'#' * (2 + number % 3)} {'甲乙'[number % 2]}" for number in range(40))
    ids = re.findall(' id="([^"]*)"', convert(text))
    assert len(set(ids)) == len(ids) == 40


@given(
    st.lists(st.builds(Problem, st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.none() | st.integers(0)))
)
def test_problems_travel_unharmed(problems):
    assert take_problems(f"<p>x</p>{write_problems(problems)}") == ("<p>x</p>", problems)


def test_toc_nests_and_is_plain():
    content = convert("## 一 & `c`\n\n#### 深\n\n### 二 [l](x)\n\n## 三[^1]\n\n> ## 引用 {#q}\n\n[^1]: n", anchors=True)
    first, second = toc_of(content, 3)
    assert (first.id, first.text, first.html, first.level) == ("一-c", "一 & c", "一 &amp; <code>c</code>", 2)
    assert [(item.text, item.html, item.level, item.children) for item in first.children] == [
        ("深", "深", 3, ()),
        ("二 l", "二 l", 3, ()),
    ]
    assert (second.text, second.html, second.children) == ("三", "三", ())


def test_toc_of_ruby_leaves_readings_out_of_the_text():
    ruby = "<ruby>漢字<rp>（</rp><rt>かんじ</rt><rp>）</rp></ruby>"
    (item,) = toc_of(f'<h2 id="x">{ruby}<wbr class="phrase">の話</h2>', 3)
    assert item.text == "漢字の話"
    assert item.html == f'{ruby}<wbr class="phrase">の話'


def test_toc_has_no_ids_and_links_of_its_own():
    (item,) = toc_of('<h2 class="a" id="x">a <b id="y">b</b> <a href="#z">c</a></h2>', 2)
    assert item.html == "a <b>b</b> c"


def test_forty_headings_and_no_anchors():
    body = "\n\n".join(f"{'#' * (2 + number % 2)} 見出し {number}" for number in range(40))
    toc = toc_of(convert(body, anchors=False), 6)
    assert (len(toc), toc[-1].children[0].text) == (20, "見出し 39")
    assert not toc_of("<p>", 6)
    assert sum(1 + len(item.children) for item in toc) == 40


def test_every_kind_of_content_gets_a_toc(build_site, tmp_path):
    files = {
        "overrides/article.html": "{% for item in article.toc %}[{{ item.id }}]{% endfor %}",
        "overrides/page.html": "{% for item in page.toc %}[{{ item.id }}]{% endfor %}",
        "content/a.md": POST.format(title="a", body="### 一\n\n### 二"),
        "content/d.md": POST.format(title="d", body="## 草").replace("date:", "status: draft\ndate:"),
        "content/h.md": POST.format(title="h", body="## 隠").replace("date:", "status: hidden\ndate:"),
        "content/a-en.md": POST.format(title="a", body="## English").replace("date:", "lang: en\ndate:"),
        "content/pages/p.md": "title: p\n\n## 頁\n",
        "content/none.md": POST.format(title="none", body="段落"),
    }
    overrides = [str(tmp_path / "site/overrides")]
    site = build_site(files, PLUGINS=["headings"], THEME_TEMPLATES_OVERRIDES=overrides, DEFAULT_LANG="ja")
    assert site.text("a.html") == "[一][二]"
    assert site.text("drafts/d.html") == "[草]"
    assert site.text("h.html") == "[隠]"
    assert site.text("a-en.html") == "[english]"
    assert site.text("pages/p.html") == "[頁]"
    assert site.text("none.html") == ""


SITE = {
    "content/a.md": POST.format(title="a", body="### 一\n\n##### 飛\n\n```\n### 同\n```\n\n### 同\n\n### 同"),
}


def test_warnings_name_file_and_line(build_site):
    site = build_site(SITE, PLUGINS=["headings"])
    skipped, twice = site.messages("WARNING")
    assert re.search(r"content/a\.md:7: the heading '飛' skips a level: .* write #### 飛$", skipped)
    assert re.search(r"content/a\.md:15: the heading '同' stands twice in this section", twice)
    assert "<!--headings" not in site.text("a.html")


def test_lines_hold_with_yaml_and_windows_line_ends(build_site):
    post = "---\r\ntitle: a\r\ndate: 2025-01-01\r\n---\r\n\r\n## 一\r\n\r\n#### 飛\r\n"
    site = build_site({"content/a.md": post}, PLUGINS=["front_matter", "headings"])
    (skipped,) = site.messages("WARNING")
    assert "content/a.md:8: the heading '飛'" in skipped


def test_a_summary_carries_no_marker(build_site):
    post = POST.format(title="a", body="本文").replace("date:", "summary: ## 一\n    #### 飛\ndate:")
    site = build_site({"content/a.md": post}, PLUGINS=["headings"])
    summary = site.feed("feeds/all.atom.xml").select_one("entry > summary").text
    assert "飛</h3>" in summary
    assert "<!--" not in summary


def test_alone_with_the_simple_theme(build_site):
    site = build_site(
        {"content/a.md": POST.format(title="a", body="### 一\n\n本文")}, PLUGINS=["headings"], THEME="simple"
    )
    heading = site.page("a.html").select_one("h2#一")
    assert heading.text == "一"
    assert site.page("a.html").select_one("a.heading-anchor")["href"] == "#一"
    assert site.warnings == []


def test_a_wrong_setting_is_named_once_and_the_default_used(build_site):
    site = build_site(SITE, PLUGINS=["headings"], HEADINGS_TOC_MAX_LEVEL=9, HEADINGS_ANCHORS=False)
    wrong = [message for message in site.messages("WARNING") if "HEADINGS_TOC_MAX_LEVEL" in message]
    assert wrong == ["HEADINGS_TOC_MAX_LEVEL is 9; it must be a whole number from 2 to 6, and 3 is used"]
    assert not BeautifulSoup(site.text("a.html"), "lxml").select(".heading-anchor")


def test_users_settings_are_not_changed(build_site):
    mine = {"extension_configs": {"markdown.extensions.extra": {}}, "output_format": "html5"}
    build_site(SITE, PLUGINS=["headings"], MARKDOWN=mine)
    assert list(mine["extension_configs"]) == ["markdown.extensions.extra"]


def test_warnings_come_in_the_order_of_the_lines(build_site):
    body = "## 一\n\n#### 飛ぶ\n\n## 一\n\n##\n\n字"
    built = build_site({"content/a.md": POST.format(title="a", body=body)}, PLUGINS=["headings"], THEME="simple")
    places = [warning.split(": ", 1)[0].rpartition("/")[2] for warning in built.messages("WARNING")]
    assert places == ["a.md:7", "a.md:9", "a.md:11"]
    assert "<h2></h2>" not in built.text("a.html")
