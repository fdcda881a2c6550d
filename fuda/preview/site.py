"""The site that the preview keeps: what Pelican made of it, brought up to date change by change."""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.contents import Content
from pelican.plugins import signals

from fast_build.plugin import read_ahead, shelve
from fuda.mistakes import described

from .alone import contents_of
from .changes import Change, Kind, Places, greatest
from .edit import Edit
from .good import GoodPages
from .made import Made, answer_from
from .noting import NotingWriter, handing_over
from .problems import Problem, collected
from .scratch import Scratch, follow_styles, require
from .waiting import drafts_of, is_due

logger = logging.getLogger(__name__)
SELDOM = 50_000
"""New objects after which a preview's process looks for cycles: it keeps nearly all that it makes, and a third of its time was looking."""
MEANWHILE = 0.001
"""Seconds in which whoever waits for a page gets his turn."""


class Site:
    """Thread-safe: one change or rendering at a time."""

    def __init__(self, settings: dict[str, Any], scratch: Path) -> None:
        """`scratch` is a folder for what plugins and Pelican write as files; pages are never written."""
        jinja = settings["JINJA_ENVIRONMENT"] | {"auto_reload": True}  # templates are edited while this lives
        self.files = Scratch(scratch)
        own = {"OUTPUT_PATH": str(self.output), "JINJA_ENVIRONMENT": jinja, "DELETE_OUTPUT_DIRECTORY": False}
        self._settings = settings | own
        self._said: list[Problem] = []
        """What was said of the site since it was made."""
        self._unmade: dict[str, Problem] = {}
        """Why a page could not be made when it was last asked for."""
        self._lock = threading.RLock()
        with collected() as problems:
            self._pelican = Pelican(self._settings)
        self._of_plugins = list(problems)
        """What was said when plugins were registered, and holds for as long as this process."""
        self._in_the_way: list[Problem] = []
        """Why no new process can take this one's place."""
        self._made = Made()
        self._tried_at = datetime.now(UTC)
        self._making: Made | None = None
        self._pages: dict[str, str] = {}
        self._good = GoodPages()
        self._connect()

    def _connect(self) -> None:
        signals.get_writer.receivers.clear()  # fast_build's would write
        signals.content_object_init.disconnect(shelve)  # texts are looked at again and again here
        for signal, handler in self._handlers():
            signal.connect(handler)

    def _handlers(self) -> list[tuple[Any, Any]]:
        made = (signals.content_object_init, self._note_raw), (signals.all_generators_finalized, self._note_generators)
        return [(signals.get_writer, self._writer_class), *made]

    def close(self) -> None:
        """Let go of Pelican's signals, which outlive this object."""
        for signal, handler in self._handlers():
            signal.disconnect(handler)

    def _writer_class(self, _: Pelican) -> type[NotingWriter]:
        return handing_over(self._take_writer)

    def _take_writer(self, writer: NotingWriter) -> None:
        if self._making:
            self._making.writer = writer

    def _note_raw(self, content: Content) -> None:
        if self._making and content.source_path:
            self._making.note(content)

    def _note_generators(self, generators: list[Any]) -> None:
        if self._making:
            self._making.generators = generators

    def build(self) -> None:
        """Make all state anew. On an error that stops Pelican the old state stays and the problem is noted."""
        with self._lock, collected() as problems:
            self._tried_at = datetime.now(UTC)
            self._making = made = Made()
            Content.get_content.cache.clear()
            Content.get_summary.cache.clear()
            try:
                require(Path(self._settings["PATH"]))
                with self.files.renewed() as output:
                    self._write_into(output)
                    self._pelican.run()
                    if made.writer:
                        made.writer.flush()
                self._made = made
                self._good.forget(lambda name, source: not (made.is_noted(name) or made.is_left_out(source)))
            except Exception as error:  # noqa: BLE001 - a plugin or template may raise anything
                problems.append(Problem("error", described(error)))
            finally:
                self._making = None
                self._write_into(self.output)
            self._forget_pages()
            self._said = list(problems)
            self._read_from_memory()

    def _write_into(self, output: Path) -> None:
        self._settings["OUTPUT_PATH"] = self._pelican.output_path = str(output)

    @property
    def output(self) -> Path:
        """Where the files are that come with the present state."""
        return self.files.output

    def _read_from_memory(self) -> None:
        """Have later runs take unchanged posts from here; fast_build would look on disk, and fork beside this process's threads."""
        for signal in (signals.article_generator_init, signals.page_generator_init):
            signal.disconnect(read_ahead)
            signal.connect(self._answer)

    def _answer(self, generator: Any) -> None:
        if not self._settings["TYPOGRIFY"]:  # which would be applied twice
            answer_from(lambda: self._made, generator.readers)

    def update(self, changes: Iterable[Change], places: Places) -> Kind:
        """Bring the state up to date; returns what had to be done. PROCESS is left to the caller."""
        changes = list(changes)
        kind = max(greatest(changes, places), Kind.SITE if self.is_due() else Kind.NOTHING, key=lambda kind: kind.value)
        self.settle()
        with self._lock:
            self._forget_pages()
            if kind is Kind.POST and len(changes) == 1 and (done := self._quick(changes[0].path)):
                return done
            if kind in {Kind.POST, Kind.SITE}:
                self.build()
                return Kind.SITE
            if kind is Kind.STYLE:
                follow_styles(
                    [change.path for change in changes], places.theme, self.output / self._settings["THEME_STATIC_DIR"]
                )
        return kind

    @property
    def problems(self) -> list[Problem]:
        """All that the author should know now, each once."""
        return list(dict.fromkeys([*self._in_the_way, *self._of_plugins, *self._said, *self._unmade.values()]))

    def stay_as_it_is(self, reason: str) -> None:
        """Settings or code changed and can't be used: what is there stays, with the reason, until they are mended."""
        self._in_the_way = [Problem("error", reason)]

    def _forget_pages(self) -> None:
        """Have each page made anew when it is asked for; whether it can be is seen then."""
        self._pages.clear()
        self._unmade.clear()

    def settle(self) -> bool:
        """Do what an update put off, letting others ask for pages meanwhile; whether pages or problems may be others now."""
        made, problems = self._made, self.problems
        while self._plan_further():
            time.sleep(MEANWHILE)
        gc.collect(1)
        return self._made is not made or self.problems != problems

    def _plan_further(self) -> bool:
        """Whether another part of the pages was still to be planned; it is now. If that fails, the site is made anew."""
        with self._lock, collected() as problems:
            writer = self._made.writer
            if writer is None or writer.is_planned:
                return False
            try:
                writer.plan_further()
            except Exception as reason:  # noqa: BLE001 - the full way tells the author of it
                logger.debug("read with all others: %s", reason)
                self.build()
                return False
            self._said = [*self._said, *(problem for problem in problems if problem not in self._said)]
            return True

    def _quick(self, path: Path) -> Kind | None:
        """Take one post's change over without reading the others; what was done, None when that can't be."""
        try:
            kind, self._said = Edit(self._pelican, self._made, path, self._said).take_over()
        except Exception as reason:  # noqa: BLE001 - the full way tells the author of it
            logger.debug("%s: read with all others: %s", path, reason)
            return None
        return kind

    def render(self, name: str) -> str | None:
        """The text of a page or feed by its output file; the last good one where it can't be made, None where there is none."""
        if text := self._pages.get(name):  # nobody waits for it while the rest is being settled
            return text
        with self._lock:
            if name in self._pages:
                return self._pages[name]
            text = self._rendered(name)
            if text is None:
                can_not_be_made = name in self._unmade or self._made.is_left_out(self._good.source(name))
                return self._good.text(name) if can_not_be_made else None
            self._pages[name] = text
            self._good.keep(name, text, self._made.source_of(name))
            return text

    def is_unmade(self, name: str) -> bool:
        """Whether a page or feed is there and could not be made when it was last asked for."""
        return name in self._unmade

    def _rendered(self, name: str) -> str | None:
        while (writer := self._made.writer) and name not in writer.noted and self._plan_further():
            pass
        if writer is None:
            return None
        with collected() as problems:
            try:
                text = writer.render(name)
            except Exception as error:  # noqa: BLE001 - a template may raise anything
                self._unmade[name] = Problem("error", described(error, name))
                return None
        self._unmade.pop(name, None)
        self._said += [problem for problem in problems if problem not in self._said]
        return text

    def names(self) -> list[str]:
        """Every output file that `render` knows."""
        self.settle()
        return [] if self._made.writer is None else list(self._made.writer.noted)

    def unpublished(self) -> list[Content]:
        """Drafts, hidden and future posts and pages."""
        return [c for g in self._made.generators for c in contents_of(g) if c.status in {"draft", "hidden"}]

    def is_due(self) -> bool:
        """Whether the date of a post has come since the site was made."""
        return any(is_due(content, self._tried_at) for content in drafts_of(self._made.generators))
