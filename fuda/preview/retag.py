"""The short way for new tags: the post changes place in the lists of the tags that it gained or lost, and nothing else is touched.

Only what those tags bring with them is planned anew: their pages and feeds. What plugins have made of tags they see to themselves,
asked by a method `follow_tags(article)` of their generators; what these write is written again when nobody waits for it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import Any

from pelican.generators import ArticlesGenerator
from pelican.urlwrappers import Tag

from fast_build.reading.lists import ArticleList

from .alone import NotQuickError
from .noting import Jobs, NotingWriter

UNLISTED = ("translations", "drafts", "drafts_translations", "hidden_articles", "hidden_translations")
Rows = dict[Tag, list[Any]]
"""Tag -> its posts, in the site's order."""


def retag(generators: Sequence[Any], writer: NotingWriter, post: Any, new: Any) -> None:
    """Give a post the tags of `new`, which was read alone, in all that the `generators` and the `writer` hold.

    Raises NotQuickError, before anything is changed, where the tags reach further than their own lists.
    """
    articles = next(each for each in generators if type(each) is ArticlesGenerator)
    context = articles.context
    if context["RELATIVE_URLS"]:  # where a feed's links start from depends on the page planned before it
        raise NotQuickError("relative links")
    tags = united(new, articles)
    before = {tag: articles.tags[tag] for tag in chain(tags_of(post), tags) if tag in articles.tags}
    after = moved(post, tags, before, articles.articles) if post in articles.articles else before
    changed = [tag for tag in {**before, **after} if before.get(tag) != after.get(tag)]
    old_jobs, new_jobs = (
        _jobs(articles, writer, {tag: rows[tag] for tag in changed if tag in rows}) for rows in (before, after)
    )
    writer.replace(old_jobs, new_jobs)
    _put(post, tags, has_any=hasattr(new, "tags"))
    said = dict(context)
    held = {tag: rows for tag, rows in articles.tags.items() if tag not in changed}
    _take_over(articles, held | {tag: ArticleList(after[tag]) for tag in changed if tag in after})
    followers = [each for each in generators if hasattr(each, "follow_tags")]
    for each in followers:
        each.follow_tags(post)
    _spread(said, context, writer.contexts())
    writer.plan((partial(each.generate_output, writer) for each in followers), context, writer.contested)


def tags_of(post: Any) -> list[Tag]:
    """None where its file says nothing of tags."""
    return getattr(post, "tags", [])


def _put(post: Any, tags: list[Tag], *, has_any: bool) -> None:
    if has_any:
        post.tags = post.metadata["tags"] = tags
    else:
        del post.tags, post.metadata["tags"]


def united(new: Any, articles: Any) -> list[Tag]:
    """The tags of `new`, each the object that the site has for it. Raises NotQuickError for one that it writes in another way."""
    held = {tag.slug.casefold(): tag for tag in articles.tags}
    for content in chain.from_iterable(getattr(articles, name) for name in UNLISTED):
        held |= {tag.slug.casefold(): tag for tag in tags_of(content) if tag not in articles.tags}
    tags = [held.get(tag.slug.casefold(), tag) for tag in tags_of(new)]
    if any(mine.name != tag.name or not tag.slug for mine, tag in zip(tags, tags_of(new), strict=True)):
        raise NotQuickError("the spelling of a tag")
    return tags


def moved(post: Any, tags: Iterable[Tag], before: Mapping[Tag, Sequence[Any]], order: Sequence[Any]) -> Rows:
    """The lists `before`, of all tags that the post has or had, when it has just `tags`; `order` is that of all posts."""
    members = {tag: {*rows} - {post} for tag, rows in before.items()}
    members |= {tag: members.get(tag, set()) | {post} for tag in tags}
    return {tag: [each for each in order if each in posts] for tag, posts in members.items() if posts}


def in_order(rows: Mapping[Tag, list[Any]], order: Iterable[Any]) -> Rows:
    """The lists in the order in which Pelican meets their tags."""
    numbers = {article: number for number, article in enumerate(order)}

    def met(tag: Tag) -> tuple[int, int]:
        first = rows[tag][0]
        return numbers[first], first.tags.index(tag)

    return {tag: rows[tag] for tag in sorted(rows, key=met)}


def _jobs(articles: Any, writer: NotingWriter, rows: Mapping[Tag, Sequence[Any]]) -> Jobs:
    """The pages and feeds of these tags, made by Pelican's own generator, which has no other."""
    one = copy.copy(articles)
    one.tags = rows
    feeds = {name: None for name in articles.settings if "FEED_" in name and not name.startswith("TAG_")}
    one.settings = articles.settings | feeds
    noting = NotingWriter(writer.output_path, writer.settings)
    one.generate_feeds(noting)
    one.generate_tags(partial(noting.write_file, relative_urls=False))
    return noting.take()


def _take_over(articles: Any, rows: Mapping[Tag, list[Any]]) -> None:
    articles.tags = in_order(rows, articles.articles)
    articles.context["tags"] = list(articles.tags.items())


def _spread(before: Mapping[str, Any], now: Mapping[str, Any], copies: Iterable[dict[str, Any]]) -> None:
    """Put what has changed in the context into the copies that Pelican gave to some pages."""
    changed = [name for name, value in now.items() if before.get(name) is not value]
    for each in copies:
        each.update({name: now[name] for name in changed if each.get(name) is before.get(name)})
