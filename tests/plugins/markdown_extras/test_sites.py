"""Markdown extras in tiny sites: lines of warnings, languages, settings, feeds."""

from __future__ import annotations

from typing import Any

import pytest
from pelican.plugins import signals


def post(body: str, **header: str) -> str:
    lines = {"title": "題", "date": "2025-01-01", "slug": "a", **header}
    return "".join(f"{key}: {value}\n" for key, value in lines.items()) + f"\n{body}\n"


@pytest.fixture
def site(build_site):
    def run(body: str, header: dict[str, str] | None = None, **settings: object):
        files = {"content/a.md": post(body, **(header or {}))}
        return build_site(
            files, **{"PLUGINS": ["markdown_extras"], "THEME": "simple", "DEFAULT_LANG": "ja", **settings}
        )

    return run


def test_warnings_name_file_and_line_in_order(site):
    lines = [
        "",
        "```",
        "https://x.example/a.png",
        "```",
        "",
        "![外](https://x.example/a.png)",
        "",
        "> 引用",
        "> :::nosuch",
    ]
    lines += ["> :::", "", "$\\frac{1$", "", '<b style="x">太</b>', "", "```", "閉じない"]
    built = site("\n".join(lines))
    warnings = built.messages("WARNING")
    places = [warning.split(": ", 1)[0].rpartition("/")[2] for warning in warnings]
    assert places == ["a.md:10", "a.md:13", "a.md:16", "a.md:18", "a.md:20"]
    assert "MARKDOWN_EXTRAS_ALLOWED_HOSTS" in warnings[0]
    assert "there is no callout 'nosuch'" in warnings[1]
    assert "<!--markdown_extras" not in built.text("a.html")


def test_a_blameless_post_says_nothing(site):
    assert site("本文\n\n:::message\n字\n:::\n\n| a |\n|---|\n| b |").warnings == []


def test_the_sites_own_host_and_allowed_ones_may_stay(site):
    urls = ("https://me.example/a.png", "https://img.example/b.png", "//me.example/c.png", "/d.png", "e.png")
    settings = {"SITEURL": "https://me.example/blog", "MARKDOWN_EXTRAS_ALLOWED_HOSTS": ["img.example"]}
    built = site("\n\n".join(f"![絵]({url})" for url in urls), **settings)
    assert [image["src"] for image in built.page("a.html").select("figure img")] == list(urls)
    assert built.warnings == []


def test_a_translation_has_labels_of_its_language(build_site):
    body = "| a |\n|---|\n| b |\n\n> [!TIP]\n> 字"
    files = {"content/a.md": post(body), "content/b.md": post(body, lang="en")}
    built = build_site(files, PLUGINS=["markdown_extras"], THEME="simple", DEFAULT_LANG="ja")
    assert built.page("a.html").select_one(".table-scroll")["aria-label"] == "表 1"
    assert built.page("a-en.html").select_one(".table-scroll")["aria-label"] == "Table 1"
    assert built.page("a-en.html").select_one(".callout-title").text == "Tip"


def test_footnotes_of_two_posts_may_share_a_page(build_site):
    body = "字[^1]と[^1]\n\n[^1]: 注"
    files = {"content/a.md": post(body), "content/b.md": post(body, slug="b")}
    built = build_site(files, PLUGINS=["markdown_extras"], THEME="simple")
    for slug in ("a", "b"):
        page = built.page(f"{slug}.html")
        ids = {element["id"] for element in page.select(".footnotes li, sup")}
        assert ids == {f"fn:{slug}:1", f"fnref:{slug}:1", f"fnref2:{slug}:1"}
        assert {link["href"][1:] for link in page.select(".footnote-ref, .footnote-backref")} == ids


def test_pages_and_drafts_are_finished_too(build_site):
    body = "字[^1]\n\n[^1]: 注\n\n:::nosuch\n:::"
    files = {"content/pages/p.md": post(body, slug="p"), "content/d.md": post(body, status="draft")}
    built = build_site(files, PLUGINS=["markdown_extras"], THEME="simple")
    assert "fn:p:1" in built.text("pages/p.html")
    assert "fn:a:1" in built.text("drafts/a.html")
    assert len(built.messages("WARNING")) == 2


def test_feeds_are_xml_whatever_is_written(site):
    built = site("字\x0b\x08 $x < y$\n\n```\n\x1b[31m\n```")
    entry = built.feed("feeds/all.atom.xml").find("content").text
    assert "字" in entry
    assert "[31m" in entry


def test_with_yaml_and_pelicans_own_markdown_setting(site):
    assert site("```python\nx = 1\n```").page("a.html").select_one("figure.code .n").text == "x"


def test_labels_of_the_site(site):
    built = site("> [!NOTE]\n> 字", MARKDOWN_EXTRAS_LABELS={"ja": {"note": "メモ"}})
    assert built.page("a.html").select_one(".callout-title").text == "メモ"


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("MARKDOWN_EXTRAS_ALLOWED_HOSTS", "img.example"),
        ("MARKDOWN_EXTRAS_MATH", "perhaps"),
        ("MARKDOWN_EXTRAS_LABELS", {"ja": {"nosuch": "x"}}),
    ],
)
def test_a_wrong_setting_is_named_once_and_the_default_used(site, setting, value):
    built = site("$x$", **{setting: value})
    (warning,) = built.messages("WARNING")
    assert warning.startswith(f"{setting} is {value!r}; it must be ")
    assert built.page("a.html").math is not None


def test_what_is_finished_is_left_alone_when_a_process_asks_again(site, caplog):
    generators: list[Any] = []
    signals.all_generators_finalized.connect(generators.extend, weak=False)
    plugins = ["headings", "japanese_text", "markdown_extras"]
    built = site("## 一\n\n#### 二\n\n字[^1]\n\n[^1]: 注\n\n:::nosuch\n:::", PLUGINS=plugins)
    assert len(built.messages("WARNING")) == 2
    (content,) = generators[0].context["generated_content"].values()
    before = dict(vars(content))
    caplog.clear()
    signals.all_generators_finalized.send(list(generators))
    assert vars(content) == before
    assert not caplog.records


def test_cards_stand_in_callouts(build_site):
    body = ":::message\n本文\n[[ogp:https://a.example/x]]\n\n[[ogp:https://b.example/y]]\n:::\n\n後"
    settings = {"PLUGINS": ["markdown_extras", "ogp_cards"], "OGP_CARDS_OFFLINE": True}
    page = build_site({"content/a.md": post(body)}, THEME="simple", **settings).page("a.html")
    assert [link["href"] for link in page.select(".callout > .ogp-card a")] == [
        "https://a.example/x",
        "https://b.example/y",
    ]
