"""A writer that collects pages and feeds, makes them on all cores, and leaves files that did not change alone.

Pelican's `write_file` renders at once and inside itself; there is no smaller seam, so that method is written anew here, by the same rules.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import IO, Any

from pelican.plugins import signals
from pelican.utils import sanitised_join
from pelican.writers import FileOverwriteFailedError, Writer

from ..progress import Run
from .effects import effects_of
from .feeds import QUICK
from .jobs import FeedJob, PageJob, relative_siteurl
from .making import UNHEARD, Crew, Maker, looked_at, make_all
from .paging import paginate
from .stamps import write_changed
from .untouched import Untouched

logger = logging.getLogger(__name__)
PAGINATED = ("articles", "dates")
FEED_OPTIONS = ("url", "feed_type", "override_output", "feed_title")


class FastWriter(Writer):
    """Pelican's writer with its work put off until `flush`; after it files are written at once. `configured` makes the class for a run."""

    processes = 1
    steady = False
    """Whether templates have no functions of the site's own, which might print something else each time."""
    ordered = False
    """Whether templates may call something that might count, so that pages have to be made in order and in one process."""
    run: Run | None = None
    """Where to count."""
    keep: Callable[[dict[str, Any], dict[str, PageJob | FeedJob]], Untouched] | None = None
    """Gives, for the context that all pages share and what is to be made, what is known of the files of the last build."""

    def __init__(self, output_path: str, settings: dict[str, Any]) -> None:
        super().__init__(output_path, settings=settings)  # type: ignore[no-untyped-call]
        self._jobs: dict[str, PageJob | FeedJob] | None = {} if self.processes > 1 else None
        self._wanted: list[tuple[str, PageJob | FeedJob, bool]] = []
        """All that was put off, in order, with whether it got its file; `_jobs` has the last for each."""
        self._shared: dict[str, Any] | None = None
        self._run = self.run or Run()

    @classmethod
    def configured(cls, **options: Any) -> type[FastWriter]:
        """The class for one run, with these of the attributes above, since Pelican makes the writer itself."""
        return type(cls.__name__, (cls,), options)

    def _shared_by_contents(self, context: dict[str, Any]) -> dict[str, Any]:
        """The context that posts hold, in which they look up where their links start from; some pages come with a copy of it."""
        if self._shared is None:
            contents = [*context.get("articles", ()), *context.get("pages", ())]
            self._shared = contents[0]._context if contents else context
        return self._shared

    def write_file(  # noqa: PLR0913, PLR0917 - Pelican's signature
        self,
        name: str | None,
        template: Any,
        context: dict[str, Any],
        relative_urls: bool = False,
        paginated: dict[str, Sequence[Any]] | None = None,
        template_name: str | None = None,
        override_output: bool = False,
        url: str | None = None,
        **kwargs: Any,
    ) -> None:
        """Write one file, or one for each page of a list; parameters as Pelican's."""
        if not name:
            return
        for save_as, page in self._pages_of(name, paginated, template_name, url, kwargs):
            if relative_urls:
                context["localsiteurl"] = relative_siteurl(save_as)
            job = PageJob(template, context, kwargs, page, save_as, relative_urls, self._siteurl(context))
            path = sanitised_join(self.output_path, save_as)
            claimed = self._claim(path, override_output)
            if self._jobs is None:
                if claimed:
                    self._write(job)
                self._tell(path, job, counts=claimed)
                continue
            self._wanted.append((path, job, claimed))
            if claimed:
                self._jobs[path] = job

    def _siteurl(self, context: dict[str, Any]) -> str:
        return str(self._shared_by_contents(context).get("localsiteurl", ""))

    def write_feed(self, elements: Any, context: Any, path: str | None = None, *rest: Any, **options: Any) -> Any:
        """Write one feed; parameters as Pelican's. A feed that is put off is not returned, and one without a path never put off."""
        if not path or self._jobs is None:
            self._run.feeds += bool(path)
            return super().write_feed(elements, context, path, *rest, **options)  # type: ignore[no-untyped-call]
        given = dict(zip(FEED_OPTIONS, rest, strict=False)) | options
        file = sanitised_join(self.output_path, path)
        if self._claim(file, bool(given.get("override_output"))):
            shown = elements[: self.settings["FEED_MAX_ITEMS"]]
            job = self._jobs[file] = FeedJob(path, shown, context, given, self._siteurl(context))
            self._wanted.append((file, job, True))
        return None

    def _create_new_feed(self, *given: Any) -> Any:
        feed = super()._create_new_feed(*given)  # type: ignore[no-untyped-call]
        feed.__class__ = QUICK.get(type(feed), type(feed))
        return feed

    def _pages_of(
        self,
        name: str,
        lists: dict[str, Sequence[Any]] | None,
        template_name: str | None,
        url: str | None,
        values: dict[str, Any],
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        """(file, its own values) of the pages that one call with these values means."""
        if lists is None:
            lists = {key: values[key] for key in PAGINATED if key in values}
        if not lists or template_name not in self.settings["PAGINATED_TEMPLATES"]:
            yield name, {}
            return
        per_page = self.settings["PAGINATED_TEMPLATES"][template_name] or self.settings["DEFAULT_PAGINATION"]
        yield from paginate(name, url, lists, self.settings, per_page)

    def _claim(self, path: str, override: bool) -> bool:
        """Whether this file is to be written: Pelican's rules for two pages that want one file.

        Raises FileOverwriteFailedError when nobody said which of them wins.
        """
        if path in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(f'Two pages want to take over "{path}"')
            logger.info('Skipping "%s", not overwriting', path)
            return False
        if path in self._written_files and not override:
            raise FileOverwriteFailedError(f'Two pages want to be "{path}"')
        self._written_files.add(path)
        if override:
            self._overridden_files.add(path)
        return True

    @contextmanager
    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Iterator[IO[Any]]:
        """Where Pelican writes feeds: what was written goes to disk only when it differs."""
        file, claimed = StringIO(), self._claim(filename, override)
        yield file
        if claimed:
            write_changed(filename, file.getvalue().encode(encoding))

    def flush(self) -> None:
        """Make all that was put off and has changed, then tell `content_written` of each page, in the order in which they came."""
        jobs, self._jobs = self._jobs or {}, None
        wanted, self._wanted = self._wanted, []
        if not jobs:
            return
        self._settle_attachments(jobs.values())
        untouched = self.keep(self._shared_by_contents(next(iter(jobs.values())).context), jobs) if self.keep else None
        stay = untouched.files_to_leave() if untouched else set()
        self._run.left_alone += len(stay)
        to_do = [(path, job) for path, job in jobs.items() if path not in stay]
        effects = {
            template: effects_of(template)
            for template in {job.template for _, job in to_do if isinstance(job, PageJob)}
        }
        in_order = self.ordered or any(each.changes for each in effects.values())
        made = self._made(to_do, untouched, in_order=in_order)
        contested = {path for path, job, _ in wanted if job is not jobs[path]} if _is_heard() else set()
        for path, job, claimed in wanted:
            last = job is jobs[path]
            if path in contested:  # whoever listens finds, each time, what Pelican would have written by then
                if claimed:
                    self._write(job)
            elif last and path not in stay and path not in made:
                self._write(job)
            self._tell(path, job, counts=last)
        if untouched and not in_order:
            passing = {path for path, job in to_do if isinstance(job, PageJob) and effects[job.template].chance}
            lasting = ((path, touched) for path, touched in made.items() if path not in passing)
            untouched.save({path: touched for path, touched in lasting if touched is not None})

    def _made(
        self, jobs: Sequence[tuple[str, PageJob | FeedJob]], untouched: Untouched | None, *, in_order: bool
    ) -> dict[str, bytes | None]:
        """Those that are written, each with the contents that were looked at for it; None when anything was said of it."""
        if not jobs:
            return {}
        contents = untouched.contents if untouched else None
        crew = Crew(1 if in_order else self.processes, untouched.take_digests if untouched else None)
        made = make_all([job for _, job in jobs], lambda: Maker(self._write, contents, steady=self.steady), crew)
        found = self._run.tracked(made, len(jobs), "Writing pages")
        return {jobs[number][0]: looked_at(note) for number, note in found if note != UNHEARD}

    def text_of(self, job: PageJob) -> str:
        """The rendered page."""
        self._shared_by_contents(job.context)["localsiteurl"] = job.siteurl
        return str(job.template.render(job.local_context()))

    def make_feed(self, job: FeedJob) -> None:
        """Write a feed that was put off."""
        self._shared_by_contents(job.context)["localsiteurl"] = job.siteurl
        file = sanitised_join(self.output_path, job.name)
        for claimed in (self._written_files, self._overridden_files):
            claimed.discard(file)
        super().write_feed(job.elements, job.context, job.name, **job.options)  # type: ignore[no-untyped-call]

    def _write(self, job: PageJob | FeedJob) -> None:
        if isinstance(job, FeedJob):
            self.make_feed(job)
        else:
            write_changed(sanitised_join(self.output_path, job.name), self.text_of(job).encode("utf-8"))

    def _tell(self, path: str, job: PageJob | FeedJob, *, counts: bool) -> None:
        if isinstance(job, FeedJob):
            self._run.feeds += counts
            return
        self._run.pages += counts
        logger.info('Writing "%s"', path)
        if _is_heard():
            signals.content_written.send(path, context=job.local_context())

    def _settle_attachments(self, jobs: Iterable[PageJob | FeedJob]) -> None:
        """Resolve {attach} links here: they move static files, and a worker's move would be lost with it."""
        attaching: dict[int, bool] = {}
        for job in jobs:
            contents = job.elements if isinstance(job, FeedJob) else (job.values.get("article"), job.values.get("page"))
            for content in filter(None, contents):
                if id(content) not in attaching:
                    attaching[id(content)] = "{attach}" in content._content
                if attaching[id(content)]:
                    self._shared_by_contents(job.context)["localsiteurl"] = job.siteurl
                    _ = content.content, content.summary


def _is_heard() -> bool:
    return bool(signals.content_written.receivers)
