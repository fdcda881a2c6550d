"""What is wrong with a header, and what is left of it."""

from datetime import date

import pytest

from front_matter.checks import check, find_missing
from front_matter.dates import parse_date
from front_matter.model import Rules
from front_matter.spelling import distance, nearest
from front_matter.yaml_mapping import parse_mapping

SLUGS = "allowed: all characters but '/', '\\' and invisible ones, and not just '.' or '..'"
RULES = Rules(types=("blog", "news"), keys=frozenset({"data", "mastodon"}), reserved=frozenset({"content"}))


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("title: 2025", {"title": "2025"}),
        ("title: ' 札 '", {"title": "札"}),
        ("lang: no", {"lang": "no"}),
        ("lang: JA", {"lang": "ja"}),
        ("slug: 007", {"slug": "007"}),
        ("status: Draft", {"status": "draft"}),
        ("translation: true", {"translation": "true"}),
        ("date: 2025-01-15 09:00:00+09:00", {"date": "2025-01-15 09:00:00+09:00"}),
        ("modified: '2025/1/15'", {"modified": "2025/1/15"}),
        ("tags: [AI, AI, コスト削減]", {"tags": ["AI", "コスト削減"]}),
        ("tags: []", {}),
        ("description: ''", {}),
        ("author: A", {"author": "A"}),
        ("author: [A, B]", {"author": ["A", "B"]}),
        ("authors: [A, B]", {"authors": ["A", "B"]}),
        ("type: news", {"type": "news"}),
        ("url: ''\nsave_as: index.html", {"url": "", "save_as": "index.html"}),
        ("slug: C++ 札", {"slug": "C++ 札"}),
        ("featured: true", {"featured": True}),
        ("featured: yes", {"featured": True}),
        ("featured: 'true'", {"featured": "true"}),
        ("featured: 2", {"featured": 2}),
        ("featured: '1'", {"featured": "1"}),
        ("featured_until: 2025-03-01", {"featured_until": date(2025, 3, 1)}),
        ("featured_until: '2025-03-01'", {"featured_until": date(2025, 3, 1)}),
        ("draft: false\npublished: true", {"draft": False, "published": True}),
        ("mastodon: {on: [1]}\nthing: 1.5\ndata: x", {"mastodon": {True: [1]}, "thing": 1.5, "data": "x"}),
    ],
)
def test_right_values(header: str, values: dict[str, object]) -> None:
    checked = check(parse_mapping(header, 2), RULES)
    assert checked.values == values
    assert checked.problems == ()


@pytest.mark.parametrize(
    ("header", "line", "text", "left"),
    [
        ("tags: a, b", 2, "tags: 'a, b' is no list; write [a, b]", {"tags": ["a", "b"]}),
        ("tags: AI、LLM", 2, "tags: 'AI、LLM' is no list; write [AI, LLM]", {"tags": ["AI", "LLM"]}),
        ("tags: AI", 2, "tags: 'AI' is no list; write [AI]", {"tags": ["AI"]}),
        ("tags: {a: b}", 2, "tags: {a: b} is a mapping; write a list: [one, two]", {}),
        (
            "tags:\n - a\n - no",
            4,
            "tags: the item no means a yes or no in YAML; write 'no' in quotes",
            {"tags": ["a", "no"]},
        ),
        ("tags: [2025]", 2, "tags: the item 2025 means a number in YAML; write '2025' in quotes", {"tags": ["2025"]}),
        ("tags: [a, '']", 2, "tags: an item is empty; take it out", {"tags": ["a"]}),
        ("tags:\n - a\n -", 4, "tags: an item is empty; take it out", {"tags": ["a"]}),
        (
            "tags: [a, {C: x}]",
            2,
            "tags: the item {C: x} is a mapping; write a text, in quotes if it holds ': ' or brackets",
            {"tags": ["a"]},
        ),
        ("tags:", 2, "tags: nothing is written; write a value or take the line out", {}),
        (
            "category: [A, B]",
            2,
            "category: [A, B] is a list; a post has one category, so write 'category: A'",
            {"category": "A"},
        ),
        ("description: [a]", 2, "description: [a] is a list; write one text", {}),
        ("image: {a: b}", 2, "image: {a: b} is a mapping; write one text", {}),
        ("modified: soon", 2, "modified: 'soon' is no date; write it like 2025-01-31 or 2025-01-31 09:00", {}),
        ("type: essay", 2, "type: there is no type 'essay'; allowed: blog, news", {}),
        ("type: [blog]", 2, "type: [blog] is a list; allowed: blog, news", {}),
        ("featured: [1]", 2, "featured: [1] is a list; write true, false, or a rank from 1", {}),
        ("featured:\n  - 1\n  - 2\n", 2, "featured: - 1 - 2 is a list; write true, false, or a rank from 1", {}),
        (f"summary: [{'x' * 50}]", 2, f"summary: [{'x' * 38}… is a list; write one text", {}),
        ("featured: 0", 2, "featured: '0' is not known; write true, false, or a rank from 1", {}),
        ("featured: top", 2, "featured: 'top' is not known; write true, false, or a rank from 1", {}),
        ("featured: 1.5", 2, "featured: '1.5' is not known; write true, false, or a rank from 1", {}),
        (
            "featured_until: 2025-02-30",
            2,
            "featured_until: '2025-02-30' is no date; write it like 2025-01-31 or 2025-01-31 09:00",
            {},
        ),
        (
            "descripton: x",
            2,
            "descripton: 'x' has a key that is not known; did you mean description? If not, name 'descripton' in FRONT_MATTER_KEYS",
            {"descripton": "x"},
        ),
        (
            "topics: [x]",
            2,
            "topics: [x] has a key that is not known; did you mean tags? If not, name 'topics' in FRONT_MATTER_KEYS",
            {"topics": ["x"]},
        ),
        (
            "mastodno: x",
            2,
            "mastodno: 'x' has a key that is not known; did you mean mastodon? If not, name 'mastodno' in FRONT_MATTER_KEYS",
            {"mastodno": "x"},
        ),
        ("image: a\nimage: b", 3, "image: given twice, 'a' in line 2 and 'b' here; keep one of them", {"image": "a"}),
    ],
)
def test_wrong_values_that_leave_the_post(header: str, line: int, text: str, left: dict[str, object]) -> None:
    checked = check(parse_mapping(header, 2), RULES)
    [problem] = checked.problems
    assert (problem.line, problem.text, problem.fatal) == (line, text, False)
    assert checked.values == left


@pytest.mark.parametrize(
    ("header", "line", "text"),
    [
        ("title: [x]", 2, "title: [x] is a list; write one text"),
        ("date: 2025-13-01", 2, "date: '2025-13-01' is no date; write it like 2025-01-31 or 2025-01-31 09:00"),
        ("slug: {a: b}", 2, "slug: {a: b} is a mapping; write one text"),
        ("slug: ../../etc", 2, f"slug: '../../etc' is no name for one page; {SLUGS}"),
        ("slug: a/b", 2, f"slug: 'a/b' is no name for one page; {SLUGS}"),
        ("slug: 'a\\b'", 2, f"slug: 'a\\\\b' is no name for one page; {SLUGS}"),
        ("slug: ..", 2, f"slug: '..' is no name for one page; {SLUGS}"),
        (
            f"slug: {'札' * 86}",
            2,
            f"slug: '{'札' * 39}…' is longer than a file name can be; write at most 255 bytes",
        ),
        ("save_as: a/../../b", 2, "save_as: 'a/../../b' leads out of the site; write a path like about/index.html"),
        ("save_as: /etc/x", 2, "save_as: '/etc/x' leads out of the site; write a path like about/index.html"),
        ("status: [draft]", 2, "status: [draft] is a list; allowed: published, draft, hidden, skip"),
        ("date: [2025-01-01]", 2, "date: [2025-01-01] is a list; write it like 2025-01-31 or 2025-01-31 09:00"),
        ("lang: japanese", 2, "lang: 'japanese' is no language code; write one like ja, en or zh-tw"),
        ("status: drafft", 2, "status: 'drafft' is not known; allowed: published, draft, hidden, skip"),
        ("draft: true", 2, "draft: 'true' does not keep a post back here; write 'status: draft'"),
        ("published: no", 2, "published: 'no' does not keep a post back here; write 'status: draft'"),
        (
            "status: draft\nstatus: published",
            3,
            "status: given twice, 'draft' in line 2 and 'published' here; keep one of them",
        ),
    ],
)
def test_wrong_values_that_the_post_goes_with(header: str, line: int, text: str) -> None:
    [problem] = check(parse_mapping(header, 2), RULES).problems
    assert (problem.line, problem.text, problem.fatal) == (line, text, True)


def test_name_of_pelicans_own() -> None:
    checked = check(parse_mapping("content: x", 2), RULES)
    assert checked.values == {}
    assert checked.problems[0].text == "content: 'x' has a key that Pelican uses itself; choose another one"


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("date: 2025-01-01", [("title", 1)]),
        ("title:\ndate: 2025-01-01", [("title", 2)]),
        ("title: x\ndate: ''", [("date", 3)]),
        ("title: '　'\ndate: {}", [("title", 2)]),
        ("title: x\ndate: 2025-99-01", []),
        ("slug: x", [("title", 1), ("date", 1)]),
    ],
)
def test_missing(header: str, missing: list[tuple[str, int]]) -> None:
    fields = parse_mapping(header, 2)
    found = find_missing(fields, check(fields, RULES).values, ("title", "date"), 1)
    assert [(problem.text.partition(":")[0], problem.line) for problem in found] == missing
    assert all(problem.fatal for problem in found)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2025-01-15", "2025-01-15T00:00:00"),
        ("2025-01-15 9:30", "2025-01-15T09:30:00"),
        ("2025-01-15_09:30", "2025-01-15T09:30:00"),
        ("2025-01-15T09:30:00Z", "2025-01-15T09:30:00+00:00"),
        ("2025-01-15T09:30+09:00", "2025-01-15T09:30:00+09:00"),
        ("2025/1/15", "2025-01-15T00:00:00"),
        ("20250115", "2025-01-15T00:00:00"),
        ("January 15, 2025", "2025-01-15T00:00:00"),
        ("2024-02-29", "2024-02-29T00:00:00"),
    ],
)
def test_dates(text: str, shown: str) -> None:
    when = parse_date(text)
    assert when is not None
    assert when.isoformat() == shown


@pytest.mark.parametrize(
    "text",
    [
        *("", "2025", "2025-01", "01-15", "25-01-15", "Jan 5", "2025-02-29", "2025-13-01", "2025-01-15 25:00", "soon"),
        *("2025-01-15 09:00 JST", "2025-01-15T09:00+25:00", "99999999999999999999", "1736899200", "2025年1月15日"),
    ],
)
def test_no_dates(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("word", "found"),
    [
        *(
            ("tag", "tags"),
            ("tgas", "tags"),
            ("titel", "title"),
            ("discription", "description"),
            ("catagory", "category"),
        ),
        *(("subtitle", None), ("link", None), ("x", None), ("", None), ("description_en", None)),
    ],
)
def test_nearest(word: str, found: str | None) -> None:
    assert nearest(word, {"tags", "title", "description", "category", "lang"}) == found


def test_distance() -> None:
    assert [distance("kitten", "sitting"), distance("ab", "ba"), distance("", "ab"), distance("ab", "ab")] == [
        3,
        1,
        2,
        0,
    ]
