"""YAML and Markdown's own metadata as fields."""

from datetime import date

import pytest
import yaml

from front_matter import yaml_mapping
from front_matter.model import HeaderError
from front_matter.plain_metadata import parse_plain
from front_matter.yaml_mapping import parse_mapping


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def _loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both of PyYAML's loaders, since the quick one is not everywhere."""
    if not hasattr(yaml, request.param):
        pytest.skip("PyYAML without libyaml")
    monkeypatch.setattr(yaml_mapping, "_Loader", getattr(yaml, request.param))


pytestmark = pytest.mark.usefixtures("_loader")


@pytest.mark.parametrize(
    ("value", "kind", "data", "text"),
    [
        ("札", "text", "札", "札"),
        ("'yes'", "text", "yes", "yes"),
        ("no", "yes or no", False, "no"),
        ("007", "number", 7, "007"),
        ("1.0", "number", 1.0, "1.0"),
        ("2025-01-15", "date", date(2025, 1, 15), "2025-01-15"),
        ("2025-02-30", "text", "2025-02-30", "2025-02-30"),
        ("", "nothing", None, ""),
        ("~", "nothing", None, "~"),
        (">\n  one\n  two\n", "text", "one two\n", "one two\n"),
        ("=", "text", "=", "="),
    ],
)
def test_scalars_keep_what_was_written(value: str, kind: str, data: object, text: str) -> None:
    [field] = parse_mapping(f"Key: {value}", 2)
    assert (field.key, field.line, field.kind, field.data, field.text) == ("key", 2, kind, data, text)


def test_lists_mappings_and_repeats() -> None:
    fields = parse_mapping("tags:\n  - a\n  - no\n  - b: c\n2025: x\nmap: {k: [1]}\ntags: []\n", 2)
    assert [(f.key, f.line, f.kind, f.data) for f in fields] == [
        ("tags", 2, "list", ["a", False, {"b": "c"}]),
        ("2025", 6, "text", "x"),
        ("map", 7, "mapping", {"k": [1]}),
        ("tags", 8, "list", []),
    ]
    assert [(item.line, item.kind, item.text) for item in fields[0].items] == [
        (3, "text", "a"),
        (4, "yes or no", "no"),
        (5, "mapping", "b: c"),
    ]


def test_nothing_at_all() -> None:
    assert parse_mapping("# only a comment", 2) == ()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("title: a: b", 2, "quotes"),
        ("date: 2025-01-01\ntitle: 'open\ntags: []\n", 3, "does not parse"),
        ("title: x\ntags: [a, b\ndate: 2025-01-01", 3, "does not parse"),
        ("title: x\n\ttags: y", 3, "tab"),
        ("title: x\ndate：2025-01-01\n", 3, "full-width"),
        ("title： T\ndate: 2025-01-01", 2, "at 'title： T'"),
        ("title： T\ndate: 2025-01-01", 2, "full-width"),
        ("title： T\ndate： 2025-01-01\ntags: [a]", 2, "full-width"),
        ("title: x\ndate：2025-01-01\ntags: [a]", 3, "full-width"),
        ("title:　T\ndate: 2025-01-01", 2, "full-width"),
        ("title:T\ndate: 2025-01-01", 2, "a space behind the colon"),
        ("title: 'これ：'\nsummary: a：b: c: d\n", 3, "quotes"),
        ("title: |\n  date：x\nsummary: a: b\n", 4, "quotes"),
        ("title：x", 2, "'key: value'"),
        ("- a\n- b", 2, "'key: value'"),
        ("title: @x", 2, "quotes"),
        ("a: !!python/object:os.system x", 2, "does not parse"),
        ("a: &x [*x]", 2, "does not parse"),
        ("a: b\nc: \x08", 3, "control character"),
    ],
)
def test_no_yaml(text: str, line: int, words: str) -> None:
    with pytest.raises(HeaderError) as raised:
        parse_mapping(text, 2)
    assert raised.value.problem.line == line
    assert words in raised.value.problem.text
    assert "\n" not in raised.value.problem.text


@pytest.mark.parametrize(
    ("text", "found", "body"),
    [
        ("Title: A\nDate:2025-01-15\n\nBody", [("title", 1, "A"), ("date", 2, "2025-01-15")], "\nBody"),
        ("Title: A", [("title", 1, "A")], ""),
        ("Summary: one\n    two\n\tthree\nBody", [("summary", 1, ["one", "two", "three"])], "Body"),
        ("Link: a\nLink: b\n\n", [("link", 1, ["a", "b"])], "\n"),
        ("Title: a\nTitle: b\n\n", [("title", 1, "a"), ("title", 2, "b")], "\n"),
        ("# Heading\nTitle: A", [], "# Heading\nTitle: A"),
        ("    Title: A", [], "    Title: A"),
    ],
)
def test_plain_metadata(text: str, found: list[object], body: str) -> None:
    fields, rest = parse_plain(text, 1, {"title"})
    assert [(field.key, field.line, field.data) for field in fields] == found
    assert rest == body
