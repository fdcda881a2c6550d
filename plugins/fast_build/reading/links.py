"""Pelican's links between sources, such as `{filename}post.md`, looked for only where one can be."""

from __future__ import annotations

from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG

USUAL = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]
BRACKETS = ("{", "|")
"""`USUAL` begins with one of these, and Pelican's expression around it, which costs more than all else that is done to a finished text,
wants a quote right before it."""


class QuickLinks(Content):
    """Stands before one of Pelican's classes of contents."""

    def _update_content(self, content: str, siteurl: str) -> str:
        if self.settings["INTRASITE_LINK_REGEX"] == USUAL and not _may_link(content):
            return content
        return super()._update_content(content, siteurl)


def _may_link(content: str) -> bool:
    return any(mark in content and (f'"{mark}' in content or f"'{mark}" in content) for mark in BRACKETS)
