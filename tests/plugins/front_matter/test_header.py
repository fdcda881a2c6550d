"""Where a header ends and the text begins."""

import pytest

from front_matter.header import split_header
from front_matter.model import HeaderError


@pytest.mark.parametrize(
    ("text", "inside", "body", "line"),
    [
        ("---\ntitle: A\n---\nBody\n", "title: A", "Body\n", 1),
        ("\n \n---\ntitle: A\n...\nBody", "title: A", "Body", 3),
        ("---\n---\nBody", "", "Body", 1),
        ("---\ntitle: A\n---", "title: A", "", 1),
        ("---\ntitle: A\n\ntags: [b]\n---\nBody\n---\nMore", "title: A\n\ntags: [b]", "Body\n---\nMore", 1),
        ("---\ntext: |\n  --- inside\n---\nBody", "text: |\n  --- inside", "Body", 1),
        ("---\ntitle: A\n----\n---\nBody", "title: A\n----", "Body", 1),
    ],
)
def test_yaml_header(text: str, inside: str, body: str, line: int) -> None:
    header = split_header(text)
    assert (header.is_yaml, header.text, header.body, header.line) == (True, inside, body, line)
    assert text.endswith(header.body)
    assert header.problems == ()


@pytest.mark.parametrize("text", ["Title: A\n\nBody", "\n\nTitle: A\n\nBody", "----\nBody", "", "\n", "# Heading"])
def test_no_yaml_header(text: str) -> None:
    header = split_header(text)
    assert not header.is_yaml
    assert text.endswith(header.body)
    assert header.body.strip() == text.strip()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("---\ntitle: A\n\nBody\n", 1, "not closed"),
        ("\n---\ntitle: A\n…そして\n", 2, "not closed"),
        ("---\ntitle: A\n...そして続く\n", 1, "not closed"),
        ("---yaml\ntitle: A\n---\n", 1, "'---yaml' has something behind"),
        ("--- # comment\ntitle: A\n---\n", 1, "something behind"),
        ("---\ntitle: A\n--- end\nBody", 3, "'--- end' has something behind"),
        ("---\ntitle: A\n---Body", 3, "something behind"),
    ],
)
def test_broken_header(text: str, line: int, words: str) -> None:
    with pytest.raises(HeaderError) as raised:
        split_header(text)
    assert raised.value.problem.line == line
    assert raised.value.problem.fatal
    assert words in raised.value.problem.text


def test_spaces_behind_the_marks_are_said_and_do_no_harm() -> None:
    header = split_header("--- \ntitle: A\n---\t\nBody")
    assert (header.text, header.body) == ("title: A", "Body")
    assert [problem.line for problem in header.problems] == [1, 3]
    assert not any(problem.fatal for problem in header.problems)
