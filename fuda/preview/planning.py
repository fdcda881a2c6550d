"""Which pages there are, found out part by part: an author looks at one of them, and a site has thousands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from pelican.generators import ArticlesGenerator, StaticGenerator
from pelican.plugins import signals

Part = Callable[[], object]


def parts(generators: Iterable[Any], writer: Any) -> Iterator[Part]:
    """What `generators` of a finished run have `writer` write, in a build's order; static files are there already."""
    for generator in generators:
        if type(generator) is ArticlesGenerator:
            yield from _parts_of_articles(generator, writer)
        elif hasattr(generator, "generate_output") and not isinstance(generator, StaticGenerator):
            yield partial(generator.generate_output, writer)


def _parts_of_articles(generator: Any, writer: Any) -> Iterator[Part]:
    """The steps of ArticlesGenerator.generate_output and generate_pages, of which its tags take by far the longest."""
    write = partial(writer.write_file, relative_urls=generator.settings["RELATIVE_URLS"])
    yield partial(generator.generate_feeds, writer)
    yield partial(generator.generate_articles, write)
    yield partial(generator.generate_period_archives, write)
    yield partial(generator.generate_direct_templates, write)
    yield partial(generator.generate_tags, write)
    yield partial(generator.generate_categories, write)
    yield partial(generator.generate_authors, write)
    yield partial(generator.generate_drafts, write)
    yield partial(signals.article_writer_finalized.send, generator, writer=writer)
