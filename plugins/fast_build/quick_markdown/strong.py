"""`**text**` without any other delimiter inside or beside it, which is what most emphasis is, found by one pattern."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown.inlinepatterns import DelimiterProcessor

from .spans import strong_alone


class QuickDelimiters(DelimiterProcessor):
    """All else goes the long way, which pairs delimiters of every kind and length."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 (the name of Python-Markdown)
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """As Python-Markdown's."""
        found = None if self.regions else strong_alone(tuple(self.tokens)).match(data, m.start())
        if found is None:
            return super().handleMatch(m, data)
        element = Element("strong")
        element.text = found[1]
        return element, found.start(), found.end()


def quicken_strong(delimiters: DelimiterProcessor | None) -> None:
    """Make it ours, when `**` means what it does in Python-Markdown itself."""
    if type(delimiters) is not DelimiterProcessor:
        return
    stars = delimiters.delimiters.get("*")
    if stars and not stars.smart and stars.tags == ("strong", "em") and stars.tag_count == 2:
        delimiters.__class__ = QuickDelimiters
