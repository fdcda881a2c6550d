"""Pelican's signals."""

from __future__ import annotations

import logging
from typing import Any

from pelican.plugins import signals, yaml_metadata

from .reader import LEFT_OUT, SAID, FrontMatterReader
from .templates import replace_missing

logger = logging.getLogger(__name__)


def register() -> None:
    """Called by Pelican."""
    signals.initialized.connect(replace_yaml_metadata)
    signals.readers_init.connect(add_reader)
    signals.article_generator_init.connect(ask_for_dates)
    signals.article_generator_init.connect(try_markdown)
    signals.article_generator_context.connect(collect)
    signals.page_generator_context.connect(collect)
    signals.article_generator_pretaxonomy.connect(report)
    signals.page_generator_finalized.connect(report)
    signals.article_generator_pretaxonomy.connect(settle_templates)
    signals.page_generator_finalized.connect(settle_templates)


def replace_yaml_metadata(_: Any) -> None:
    """Disconnect pelican-yaml-metadata's own handler, which would put its plain reader in place of ours if it came later."""
    signals.readers_init.disconnect(yaml_metadata.add_reader)


def add_reader(readers: Any) -> None:
    """Read every Markdown file with ours."""
    for extension in FrontMatterReader.file_extensions:
        readers.reader_classes[extension] = FrontMatterReader


def ask_for_dates(generator: Any) -> None:
    """Articles need a date, pages don't."""
    for reader in generator.readers.readers.values():
        if isinstance(reader, FrontMatterReader):
            reader.needs_date = True


def try_markdown(generator: Any) -> None:
    """Load Markdown before the first post: a MARKDOWN that is not right stops the build here, and processes forked later find it loaded."""
    if isinstance(reader := generator.readers.readers.get("md"), FrontMatterReader):
        reader.prepare()


def collect(generator: Any, metadata: dict[str, Any]) -> None:
    """Take what the reader found out of the metadata, whether the post was read now or comes out of a cache."""
    vars(generator).setdefault(SAID, []).extend(metadata.pop(SAID, ()))
    if name := metadata.pop(LEFT_OUT, ""):
        # As Pelican notes a failure: a source, which is never copied as a file.
        generator.context["generated_content"][name] = None


def report(generator: Any) -> None:
    """Say it, file by file. Not sooner: while Pelican reads, an error that is to stop it would get a second line from it."""
    for level, line in sorted(vars(generator).pop(SAID, ()), key=lambda entry: entry[1].partition(":")[0]):
        logger.log(logging.getLevelNamesMapping()[level], "%s", line)


def settle_templates(generator: Any) -> None:
    """Have every post and page printed with a template that exists."""
    contents = (content for content in generator.context["generated_content"].values() if content)
    for line in replace_missing(contents, generator):
        logger.warning("%s", line)
