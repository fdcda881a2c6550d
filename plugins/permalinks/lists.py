"""Keeps two lists of posts from having one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pelican.paginator import Paginator

from .addresses import Tree
from .taken import fixed_files

_LISTS = (("category", "categories"), ("tag", "tags"), ("author", "authors"))


def drop_clashing(articles: Any, context: dict[str, Any]) -> list[str]:
    """Drop each list with a page that is another one's, and say why. Pelican would stop at the second.

    `articles` is the ArticlesGenerator. A post type of the context goes as well, since it is written from there.
    """
    book = _Book(articles.settings, dict(fixed_files(articles.settings)))
    for kind, names in _LISTS:
        pairs = getattr(articles, names)
        items = list(pairs.items() if isinstance(pairs, dict) else pairs)
        kept = [(page, posts) for page, posts in items if book.enter(f"the {kind} {page.name!r}", kind, page, posts)]
        if len(kept) < len(items):
            setattr(articles, names, dict(kept) if isinstance(pairs, dict) else kept)
            context[names] = kept
    types = context.get("post_types", [])
    types[:] = [each for each in types if book.enter(f"the type {each.slug!r}", "post_type", each, each.list_articles)]
    return book.reasons


@dataclass
class _Book:
    settings: dict[str, Any]
    owners: dict[str, str]
    reasons: list[str] = field(default_factory=list)
    tree: Tree = field(init=False)

    def __post_init__(self) -> None:
        self.tree = Tree(self.owners)

    def enter(self, what: str, template: str, page: Any, posts: list[Any]) -> bool:
        """Whether this list can have all of its pages; then nobody else can."""
        files = self._files(template, page, posts)
        if taken := next((file for file in files if file in self.owners), None):
            advice = "change one of their *_SAVE_AS, or PAGINATION_PATTERNS"
            words = f"for {self.owners[taken]} has the same address ({taken}); {advice}"
        elif clash := next(((file, why) for file in files if (why := self.tree.refuse(file))), None):
            words = f"for its address {clash[0]} {clash[1]}; write another name"
        else:
            names = (what if number == 1 else f"page {number} of {what}" for number in range(1, len(files) + 1))
            for file, name in zip(files, names, strict=True):
                self.owners[file] = name
                self.tree.enter(file, name)
            return True
        self.reasons.append(f"{what} gets no page, {words}")
        return False

    def _files(self, template: str, page: Any, posts: list[Any]) -> list[str]:
        """The output files of a list, page by page, as Pelican's writer names them."""
        paginated = self.settings["PAGINATED_TEMPLATES"]
        if not page.save_as or template not in paginated:
            return [page.save_as] if page.save_as else []
        size = paginated[template] or self.settings["DEFAULT_PAGINATION"]
        pages = Paginator(page.save_as, page.url, posts, self.settings, size)
        return [pages.page(number).save_as for number in pages.page_range]
