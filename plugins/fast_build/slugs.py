"""Slugs of categories and authors, of which each post comes with objects of its own, made once for each name and not for each post."""

from __future__ import annotations

from typing import Any

from pelican.urlwrappers import Author, Category, URLWrapper


class Slugs(dict[tuple[type[URLWrapper], str], URLWrapper]):
    """Kind and name -> the first of its objects in this run."""

    def share(self, content: Any) -> None:
        """Give a post's category and author the slug of others of that name, if they have it; Pelican would make the same."""
        for wrapper in (getattr(content, "category", None), getattr(content, "author", None)):
            if type(wrapper) in (Author, Category) and wrapper._slug is None and isinstance(wrapper._name, str):
                first = self.setdefault((type(wrapper), wrapper._name), wrapper)
                if first._slug_from_name and first._name == wrapper._name and first.settings is wrapper.settings:
                    wrapper._slug = first._slug or None
