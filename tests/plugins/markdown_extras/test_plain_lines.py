"""Lines that are passed on at once come out as those that are looked at."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from markdown_extras.blocks import BlockScanner

LINES = st.sampled_from(
    [
        *(
            "",
            " ",
            "a",
            "字",
            "# a",
            "#",
            "a - b",
            "「b",
            "\u3000a",
            "\ta",
            "1. a",
            "１. a",
            "٣. a",
            "² a",
            "Ⅳ. a",
            "12",
            "1) b",
            "(a)",
            "|a|",
        ),
        *(
            "- a",
            "-",
            "* a",
            "+ a",
            ": a",
            "[^1]: a",
            "[a",
            "  a",
            "    a",
            "     - a",
            "> a",
            "> ```",
            "> [!NOTE]",
            "<!-- a",
            "-->",
            "<b>",
            "`a`",
        ),
        *(
            "```",
            "~~~",
            "```py",
            "    ```",
            "  ```",
            ":::note",
            ":::",
            "::::note a",
            "::::",
            "$$",
            "$$a$$",
            "a$$",
            "$a$",
            "## 字",
        ),
    ]
)


class Everything:
    """Holds whatever is asked for."""

    def __contains__(self, _: object) -> bool:
        return True


class Sink:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def code(self, *told: object) -> str:
        self.told.append(told)
        return "CODE"

    def math(self, *told: object) -> str:
        self.told.append(told)
        return "MATH"

    def open_callout(self, *told: object) -> str:
        self.told.append(told)
        return "OPEN"

    def close_callout(self) -> str:
        return "CLOSE"

    def problem(self, *told: object) -> None:
        self.told.append(told)


@given(lines=st.lists(LINES, max_size=12), math=st.booleans())
@example(lines=["１. a", "", "    ```", "b", "    ```"], math=True)
@example(lines=["- a", "", "b", "", "    ```", "    c", "    ```"], math=True)
@example(lines=[":::note", "a", "", "# b", "c"], math=True)
def test_any_lines(lines: list[str], math: bool) -> None:
    quick, slow = Sink(), Sink()
    scanner, other = BlockScanner(lines, quick, math=math), BlockScanner(lines, slow, math=math)
    other._special = Everything()
    assert scanner.run() == other.run()
    assert scanner.visible == other.visible
    assert quick.told == slow.told
