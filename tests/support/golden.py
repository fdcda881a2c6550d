"""Golden cases: Markdown and the HTML that it becomes, many to a file."""

from __future__ import annotations

import re
from pathlib import Path

_CASE = re.compile(r"^@@ ([^\n]*)\n(.*?)\n@ becomes\n(.*?)\n(?=\n@@|\Z)", re.DOTALL | re.MULTILINE)


def golden_cases(path: Path) -> dict[str, tuple[str, str]]:
    """Name of a case -> (source, expected), out of `@@ name`, the source, `@ becomes` and the expected HTML."""
    text = path.read_text(encoding="utf-8")
    cases = {name: (source, expected) for name, source, expected in _CASE.findall(text)}
    assert len(cases) == text.count("\n@ becomes\n"), f"{path} has a case that is not read, or two of one name"
    return cases
