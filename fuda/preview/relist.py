"""The way between: one post's metadata changed, and with it lists of any kind.

The post is read alone; all other posts stay the finished objects that they are. New generators sort them, and the plugins'
handlers run over the generators' lists. `generated_content`, through which plugins finish posts one by one, lists nobody then, so
that no post is finished twice. What has to hold for that, `check` asks; where it does not, the site is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.generators import CachingGenerator, StaticGenerator
from pelican.plugins import signals

from .alone import KEPT_BY_URL, Alone, NotQuickError, Reading, contents_of, hand_over
from .made import Made
from .noting import NotingWriter
from .planning import parts
from .problems import Problem
from .quick import LOCAL_LINK
from .waiting import is_due

KNOWN = frozenset(
    {
        *("fast_build", "featured_posts", "front_matter", "fuda_theme", "headings", "japanese_text", "markdown_extras"),
        *("ogp_cards", "permalinks", "post_files", "post_types", "yaml_metadata"),
    }
)
"""Plugins that are known to work on generators' lists anew in each run, and on posts one by one through `generated_content`."""
FIXED = ("url", "save_as", "status", "lang", "slug", "relative_source_path")
"""What an edit must leave: other posts' links, their translations and the rules for addresses depend on it."""


def check(settings: Mapping[str, Any], old: Content, raw_html: str, new: Reading) -> None:
    """Raise NotQuickError where the change from `old` to `new` reaches further than lists."""
    plugins = {str(name).removeprefix("pelican.plugins.") for name in settings["PLUGINS"]}
    if not plugins <= KNOWN or settings["TYPOGRIFY"]:
        raise NotQuickError("plugins")
    for name in FIXED:
        if getattr(old, name) != getattr(new.content, name):
            raise NotQuickError(name)
    if set(LOCAL_LINK.findall(raw_html)) != set(LOCAL_LINK.findall(new.raw[0])):
        raise NotQuickError("links to files")
    if None in old._context["generated_content"].values():
        raise NotQuickError("a post that is left out, and might not be any more")


def check_problems(rest: Iterable[Problem], said: Iterable[Problem]) -> None:
    """Raise NotQuickError when one of the site's other problems is neither said again nor about just one file.

    What is wrong between posts, or between their tags, names more than one, or none.
    """
    said = set(said)
    if not all(problem in said or len(problem.files()) == 1 for problem in rest):
        raise NotQuickError("a message about the site")


def relist(pelican: Pelican, made: Made, old: Content, new: Reading) -> tuple[list[Any], NotingWriter]:
    """Generators as a run would leave them with `new` in place of `old`, and the writer that will plan their pages.

    Raises NotQuickError; then the contents are half sorted, and the site is to be made anew.
    """
    before, post = old._context, new.content
    sources = before["generated_content"] | {old.relative_source_path: post}
    context = _new_context(pelican, before, sources)
    generators = [_new_generator(pelican, each, context, old, post) for each in made.generators]
    for content in sources.values():
        if is_due(content):
            raise NotQuickError("a date that has come")  # which only a new reading notices
        vars(content).update(names := new.names if content is post else made.names[str(content.source_path)])
        content.metadata |= {name: value for name, value in names.items() if name in content.metadata}
    for generator in generators:
        if hasattr(generator, "generate_context"):
            generator.generate_context()
    signals.all_generators_finalized.send(generators)
    _complete(context, before, sources, new)
    post.refresh_metadata_intersite_links()
    return generators, _writer(pelican, generators, made.writer)


def _new_context(pelican: Pelican, before: Mapping[str, Any], sources: Mapping[str, Any]) -> dict[str, Any]:
    """What Pelican begins a run with, but for the files that are known already."""
    return dict(pelican.settings) | {
        "generated_content": Alone(sources),
        "static_links": set(),
        "static_content": before["static_content"],
        "localsiteurl": pelican.settings["SITEURL"],
    }


def _new_generator(pelican: Pelican, old_one: Any, context: dict[str, Any], old: Content, new: Content) -> Any:
    """A generator that finds the contents which `old_one` holds, all finished, `new` for `old`."""
    made: Any = type(old_one)(
        context=context,
        settings=pelican.settings,
        path=pelican.path,
        theme=pelican.theme,
        output_path=pelican.output_path,
    )
    if isinstance(old_one, CachingGenerator | StaticGenerator):
        held = {each.relative_source_path: new if each is old else each for each in contents_of(old_one)}
        made.get_files = lambda *_, **__: held.keys()
        made.get_cached_data = lambda path, default=None: held.get(path, default)
        made.add_source_path = made.add_static_links = lambda _: None
    return made


def _complete(context: dict[str, Any], before: Mapping[str, Any], sources: dict[str, Any], new: Reading) -> None:
    """Put into the new context what finished posts have brought into the old one."""
    context["generated_content"], context["staticfiles"] = sources, before["staticfiles"]
    context |= {name: before[name] for name in KEPT_BY_URL if name in before}
    hand_over(context, new.content, new)
    for content in sources.values():
        content._context = context


def _writer(pelican: Pelican, generators: list[Any], before: NotingWriter | None) -> NotingWriter:
    """The writer that will know every page; what is contested by the end of a run is known from the one before."""
    writer = pelican._get_writer()
    assert isinstance(writer, NotingWriter)  # noqa: S101 - the preview says which
    writer.plan(parts(generators, writer), generators[0].context, before.contested if before else set())
    return writer
