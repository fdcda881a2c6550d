"""Signal handlers: each finds what it needs on the object that it is handed, so that a process can build many times."""

from __future__ import annotations

import atexit
import gc
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial, wraps
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Article, Content, Page
from pelican.generators import ArticlesGenerator, CachingGenerator, PagesGenerator
from pelican.log import console
from pelican.plugins import signals

from .company import heard_elsewhere, stranger
from .keeping.kept import Kept
from .keeping.seen_through import asks_strangers, sees_through
from .keeping.sources import plugin_files
from .one_run import Spread
from .progress import Run
from .reading.ahead import ReadAhead
from .reading.lists import ArticleList, quick_archives
from .reading.shelf import Shelf
from .reading.slugs import Slugs
from .settings import Settings, cache_file, name_strays
from .writing.printed import keep_macros
from .writing.stamps import Stamps
from .writing.templates import CompiledTemplates, compile_ahead
from .writing.untouched import look_up
from .writing.writer import FastWriter

SELDOM = 50_000
"""New objects after which Python looks for cycles: a build keeps nearly all that it makes, and looking took a fifth of its time."""
OF_A_RUN = RUN, STAMPS, SHELF, SLUGS, SPREAD, KEPT, SUMMARY = tuple(
    f"FAST_BUILD_{name}" for name in ("RUN", "STAMPS", "SHELF", "SLUGS", "SPREAD", "KEPT", "SUMMARY")
)
"""Where the settings, which all handlers see, hold what counts the present run, knows its static files, has its texts and its slugs,
spreads jobs over the cores and keeps things for the next run. All are of `OneRun`."""

QUICK_MARKDOWN = f"{__package__}.quick_markdown"


class FlushGenerator:
    """Comes after the other generators and has the writer write what they left with it; only static files are copied later."""

    def __init__(self, *, context: dict[str, Any], settings: dict[str, Any], output_path: str, **_: Any) -> None:
        self.context = context
        self.settings = settings
        self.output = Path(output_path)

    def generate_output(self, writer: Any) -> None:
        """Write the pages that were put off."""
        if not isinstance(writer, FastWriter):
            self.settings[RUN].writes = False
        else:
            self.settings[RUN].mark("planning pages")
            writer.flush()
            self.settings[RUN].mark("writing")
            self.settings[STAMPS] = Stamps(self._static_files())

    def _static_files(self) -> Iterable[Path]:
        """What Pelican is about to copy, unless it links: a link's time is that of its source."""
        if not self.settings["STATIC_CREATE_LINKS"]:
            yield from (self.output / self.settings["THEME_STATIC_DIR"]).rglob("*")
            yield from (self.output / static.save_as for static in self.context["staticfiles"])


def _settings_of(sender: Any) -> dict[str, Any]:
    """Those of the run that a signal's sender takes part in."""
    settings: dict[str, Any] = (sender[0] if isinstance(sender, list) else sender).settings
    return settings


def unless_aside(handler: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A handler that does nothing in a run in which fast_build stands aside."""

    @wraps(handler)
    def handle(sender: Any) -> Any:
        run: Run | None = _settings_of(sender).get(RUN)
        return handler(sender) if run and not run.aside else None

    return handle


def prepare_templates(pelican: Pelican) -> None:
    """Have each template compiled once a run, and its file looked at once. What the site says itself about Jinja wins."""
    environment = {"auto_reload": False, "bytecode_cache": CompiledTemplates(), "cache_size": -1}
    pelican.settings["JINJA_ENVIRONMENT"] = environment | pelican.settings["JINJA_ENVIRONMENT"]


def quicken_markdown(pelican: Pelican) -> None:
    """Add the extension that saves time, in a MARKDOWN of this run's own."""
    markdown = pelican.settings["MARKDOWN"]
    configs = markdown.get("extension_configs", {}) | {QUICK_MARKDOWN: {}}
    pelican.settings["MARKDOWN"] = markdown | {"extension_configs": configs}


@unless_aside
def read_ahead(generator: CachingGenerator) -> None:
    """Let the generator find its posts converted."""
    options = Settings.of(generator.settings)
    articles = isinstance(generator, ArticlesGenerator)
    kind = "ARTICLE" if articles else "PAGE"
    paths, excludes = generator.settings[f"{kind}_PATHS"], generator.settings[f"{kind}_EXCLUDES"]

    def files() -> Iterable[str]:
        names = generator.get_files(paths, exclude=excludes)
        return (os.path.normpath(os.path.join(generator.path, name)) for name in names)  # noqa: PTH118 - a Path costs ten times that

    if isinstance(generator, ArticlesGenerator | PagesGenerator):
        generator.get_files = _in_order(generator.get_files)  # type: ignore[method-assign]
        run, kept = generator.settings[RUN], generator.settings[KEPT]
        sources, ahead = list(plugin_files(generator.settings)), partial(compile_ahead, generator.env)
        ReadAhead(generator.readers, files, options, sources, options.processes, run, kept, ahead).install()


@unless_aside
def keep_texts(generator: Any) -> None:
    """Have what a generator's macros print kept."""
    keep_macros(generator)


def _in_order(get_files: Callable[..., Any]) -> Callable[..., Any]:
    """The same, always in one order: that in which files are read ahead."""
    return lambda *args, **options: dict.fromkeys(sorted(get_files(*args, **options))).keys()


def shelve(content: Content) -> None:
    """Have the text of a post or page on disk, not in memory."""
    shelf: Shelf | None = content.settings.get(SHELF)  # type: ignore[assignment]
    if shelf and isinstance(content, Article | Page):
        shelf.shelve(content)


def share_slugs(content: Content) -> None:
    """Have the slug of a category or author made once."""
    slugs: Slugs | None = content.settings.get(SLUGS)  # type: ignore[assignment]
    if slugs is not None:
        slugs.share(content)


@unless_aside
def quicken_archives(generator: Any) -> None:
    """Have the archives of years, months and days made in one go over the posts."""
    generator._build_period_archives = quick_archives(generator._build_period_archives)


@unless_aside
def quick_lists(generators: list[Any]) -> None:
    """Make Pelican's `article in articles`, asked for each post of each tag, category and author, a look-up."""
    for generator in generators:
        if isinstance(generator, ArticlesGenerator):
            generator.tags.update({tag: ArticleList(rows) for tag, rows in generator.tags.items()})
            for name in ("categories", "authors"):
                setattr(generator, name, [(each, ArticleList(rows)) for each, rows in getattr(generator, name)])


@unless_aside
def settle_urls(generators: list[Any]) -> None:
    """Note each post's URL, which Pelican formats anew whenever it is asked for."""
    for content in generators[0].context["generated_content"].values():
        if content is not None:
            content.override_url = content.url


def compares(options: Settings, settings: dict[str, Any]) -> bool:
    """Whether files can be left alone: not where the output is emptied first, nor where somebody may change a file once it is written."""
    emptied = settings["DELETE_OUTPUT_DIRECTORY"]
    return options.keep and not emptied and not heard_elsewhere(signals.content_written)


@unless_aside
def writer_class(pelican: Pelican) -> type[FastWriter]:
    """The writer of this run."""
    options = Settings.of(pelican.settings)
    run, kept = pelican.settings[RUN], pelican.settings[KEPT]
    steady = sees_through(pelican.settings, options)
    run.mark("plugins")
    return FastWriter.configured(
        processes=options.processes,
        steady=steady,
        ordered=asks_strangers(pelican.settings, options),
        run=run,
        keep=staticmethod(partial(look_up, options, pelican.settings, kept))
        if steady and compares(options, pelican.settings)
        else None,
    )


def begin(pelican: Pelican) -> type[FlushGenerator] | None:
    """Ask who takes part; when all are known, begin to count, and give Pelican the generator that ends the rendering."""
    options = Settings.of(pelican.settings)
    name_strays(pelican.settings, OF_A_RUN)
    run = pelican.settings[RUN] = Run(aside=stranger(pelican.settings, options.safe_plugins))
    if run.aside:
        return None
    prepare_templates(pelican)
    quicken_markdown(pelican)
    pelican.settings[SLUGS] = Slugs()
    pelican.settings[SPREAD], pelican.settings[KEPT] = Spread(options.processes), Kept(cache_file(pelican.settings))
    if options.processes > 1 and not pelican.settings["CACHE_CONTENT"]:
        with suppress(OSError):
            pelican.settings[SHELF] = Shelf(Path(pelican.settings["CACHE_PATH"]))
    gc.set_threshold(SELDOM)
    return FlushGenerator


def mark_reading(generator: Any) -> None:
    """All sources are read and sorted now."""
    generator.settings[RUN].mark("reading")


def report(pelican: Pelican) -> None:
    """Leave the build's line where the command that started it finds it, and say it beside Pelican's own."""
    if stamps := pelican.settings.pop(STAMPS, None):
        stamps.put_back()
    timings = Settings.of(pelican.settings).timings
    summary = pelican.settings[SUMMARY] = pelican.settings[RUN].summary(timings=timings)
    console.print(summary, highlight=False)
    for name in (SHELF, SLUGS, SPREAD, KEPT):
        pelican.settings.pop(name, None)
    gc.set_threshold(*pelican.settings[RUN].collecting)


def register() -> None:
    """Called by Pelican."""
    atexit.unregister(gc.freeze)
    atexit.register(
        gc.freeze
    )  # or else Python looks for cycles in the whole site once more, when nobody wants the memory back
    signals.generator_init.connect(keep_texts)
    signals.article_generator_init.connect(read_ahead)
    signals.page_generator_init.connect(read_ahead)
    signals.content_object_init.connect(shelve)
    signals.content_object_init.connect(share_slugs)
    signals.article_generator_init.connect(quicken_archives)
    signals.all_generators_finalized.connect(quick_lists)
    signals.all_generators_finalized.connect(settle_urls)
    signals.get_writer.connect(writer_class)
    signals.get_generators.connect(begin)
    signals.static_generator_finalized.connect(mark_reading)
    signals.finalized.connect(report)
