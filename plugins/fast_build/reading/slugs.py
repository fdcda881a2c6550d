"""Slugs of categories and authors, of which each post comes with objects of its own, made once for each name and not for each post."""

from __future__ import annotations

from typing import Any

from pelican.urlwrappers import Author, Category

from ..one_run import OneRun


class Slugs(OneRun, dict[tuple[type, str], Any]):
    """Kind and name -> the first of Pelican's objects for it in this run."""

    def share(self, content: Any) -> None:
        """Give a post's category and author the slug of others of that name, if they have it; Pelican would make the same."""
        names: tuple[Any, Any] = (getattr(content, "category", None), getattr(content, "author", None))
        for name in names:
            if type(name) in (Author, Category) and name._slug is None and isinstance(name._name, str):
                first = self.setdefault((type(name), name._name), name)
                if first._slug_from_name and first._name == name._name and first.settings is name.settings:
                    name._slug = first._slug or None
