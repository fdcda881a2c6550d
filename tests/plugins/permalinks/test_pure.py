"""Slugs of names, URL patterns, names that are one, and who gets an address."""

import pickle
import unicodedata
from datetime import datetime

import pytest
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify

from permalinks.addresses import Source, Taken, judge
from permalinks.names import Use, Variant, find_variants, shorten
from permalinks.patterns import NAME_SUBSTITUTIONS, UrlPattern, new_settings


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        *(("C", "c"), ("C#", "c#"), ("C++", "c++"), (".NET", "dot-net"), ("CI/CD", "ci-cd"), ("Node.js", "node.js")),
        *(
            ("コスト削減", "コスト削減"),
            ("AI", "ai"),
            ("ＡＩ", "ai"),
            ("ｱﾆﾒ", "アニメ"),
            ("Claude  Code", "claude-code"),
        ),
        *(("が", "が"), ("Q&A", "q&a"), ("100%", "100%"), ("etc.", "etc-dot"), ("..", "dot"), ("/", "-"), ("?!", "!")),
        *(("a\u200bb", "ab"), ('a:b*c"d', "a-b-c-d"), (" x ", "x"), ("é" * 99, "é" * 60), ("絵文字👨‍💻", "絵文字👨‍💻")),
    ],
)
def test_slugs_of_names(name: str, slug: str) -> None:
    assert slugify(name, NAME_SUBSTITUTIONS, use_unicode=True) == slug
    assert slug == unicodedata.normalize("NFC", slug)


@pytest.mark.parametrize(
    ("pattern", "values", "url"),
    [
        ("tag/{slug}/", {"slug": "ai"}, "tag/ai/"),
        ("tag/{slug}/", {"slug": "コスト"}, "tag/%E3%82%B3%E3%82%B9%E3%83%88/"),
        ("tag/{slug}/", {"slug": "c#"}, "tag/c%23/"),
        ("tag/{slug}/", {"slug": "c++"}, "tag/c%2B%2B/"),
        ("tag/{slug}/", {"slug": "100%"}, "tag/100%25/"),
        ("{date:%Y}/{slug}/", {"slug": "札", "date": datetime(2025, 1, 2)}, "2025/%E6%9C%AD/"),
        ("?p={slug}&x=1", {"slug": "a&b"}, "?p=a%26b&x=1"),
        ("{path}", {"path": "images/a b.png"}, "images/a%20b.png"),
    ],
)
def test_url_patterns(pattern: str, values: dict[str, object], url: str) -> None:
    assert UrlPattern(pattern).format(**values) == url
    assert str(UrlPattern(pattern)).format(**values) == url, "Pelican calls str() first"
    again = pickle.loads(pickle.dumps(UrlPattern(pattern)))
    assert again.format(**values) == url


def test_settings_of_the_site_stay() -> None:
    changed = new_settings({**DEFAULT_CONFIG, "TAG_REGEX_SUBSTITUTIONS": [], "TAG_FEED_ATOM": "f/{slug}.xml"})
    assert "TAG_REGEX_SUBSTITUTIONS" not in changed
    assert "CATEGORY_REGEX_SUBSTITUTIONS" in changed
    assert changed["TAG_FEED_ATOM_URL"] == "f/{slug}.xml"
    assert "AUTHOR_FEED_RSS_URL" in changed
    assert "TAG_FEED_RSS_URL" not in changed
    assert not any(name.endswith("_SAVE_AS") for name in changed)


def test_variants() -> None:
    uses = [
        Use("b.md", "AI", "ai"),
        Use("a.md", "ai", "ai"),
        Use("c.md", "AI", "ai"),
        Use("a.md", "LLM", "llm"),
        Use("c.md", "Rust", "Rust"),
        Use("b.md", "rust", "rust"),
    ]
    assert find_variants(uses) == [
        Variant("ai", ("a.md",), "AI", ("b.md", "c.md")),
        Variant("Rust", ("c.md",), "rust", ("b.md",)),
    ]
    assert find_variants([]) == []
    assert [shorten("abc"), shorten("abcde")] == ["a, b, c", "a, b, c and 2 more"]


TAKEN = Taken(
    {"index.html": "the home page", "x/index.html": "the tag 'x'"}, {"tag": "TAG_SAVE_AS", "en": "a language"}
)


def source(file: str, slug: str, save_as: str | None = None, *, explicit: bool = False) -> Source:
    return Source(
        file, slug, f"{slug}/index.html" if save_as is None else save_as, explicit, slug_leads=save_as is None
    )


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (source("a", "tag"), "the slug 'tag' is a name that the site uses itself (TAG_SAVE_AS); write another slug"),
        (source("a", "Tag"), "the slug 'Tag' is a name that the site uses itself (TAG_SAVE_AS); write another slug"),
        (source("a", "x"), "its address x/index.html is that of the tag 'x'; write another slug"),
        (source("a", ""), "no slug can be made of its name; write 'slug: …'"),
        (source("a", "../x"), "its slug gives the file '../x/index.html'; write one without '..', '\\' or a '/' at an end"),
        (source("a", "/x"), "its slug gives the file '/x/index.html'; write one without '..', '\\' or a '/' at an end"),
        (source("a", "a\\b"), "its slug gives the file 'a\\\\b/index.html'; write one without '..', '\\' or a '/' at an end"),
        (source("a", "a\nb"), "its slug gives the file 'a\\nb/index.html'; write one without '..', '\\' or a '/' at an end"),
        (source("a", "b", "b/../c", explicit=True), "its save_as gives the file 'b/../c'; write one without '..', '\\' or a '/' at an end"),
        (source("a", "index.html"),
         "its address index.html/index.html makes a folder of the file index.html (the home page); write another slug"),
        (source("a", "y", "INDEX.html/y", explicit=True),
         "its address INDEX.html/y makes a folder of the file index.html (the home page); write another slug"),
        (source("a", "x", "x", explicit=True), "its address x is a folder, where the tag 'x' stands; write another slug"),
        (source("a", "札" * 86), "its slug has more than 255 bytes, which no file name can have; write a shorter one"),
    ],
)  # fmt: skip
def test_addresses_that_are_refused(found: Source, reason: str) -> None:
    assert judge([found], TAKEN).refused == {"a": reason}


@pytest.mark.parametrize(
    "found",
    [
        source("a", "札"),
        source("a", "tag", "posts/tag/index.html"),
        source("a", "tag", "tag.html"),
        source("a", "a/b"),
        source("a", "tags"),
        source("a", "home", "index.html", explicit=True),
        source("a", "draft", ""),
    ],
)
def test_addresses_that_are_fine(found: Source) -> None:
    verdict = judge([found], TAKEN)
    assert (verdict.refused, verdict.doubtful) == ({}, {})


def test_the_first_by_path_keeps_its_address() -> None:
    verdict = judge([source("c", "x1"), source("b", "x1"), source("a", "y"), source("d", "x1", explicit=True)], TAKEN)
    assert verdict.refused == {
        "c": "has the address of b (x1/index.html); write another slug in one of them",
        "d": "has the address of b (x1/index.html); write another slug in one of them",
    }


def test_a_source_can_not_be_the_folder_of_another() -> None:
    verdict = judge([source("a", "y"), source("b", "y", "y", explicit=True), source("c", "q", "y/index.html/q")], TAKEN)
    assert verdict.refused == {
        "b": "its address y is a folder, where a stands; write another slug",
        "c": "its address y/index.html/q makes a folder of the file y/index.html (a); write another slug",
    }


@pytest.mark.parametrize(("one", "other"), [("Foo", "foo"), ("が", unicodedata.normalize("NFD", "が"))])
def test_addresses_alike_to_a_mac(one: str, other: str) -> None:
    verdict = judge([source("a", one), source("b", other)], TAKEN)
    assert verdict.refused == {}
    assert list(verdict.doubtful) == ["b"]
    assert "differs from that of a in case or Unicode form only" in verdict.doubtful["b"]
