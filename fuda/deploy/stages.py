"""The stages of a deploy: lock, refresh, build, gate, publish, report."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pelican.settings import read_settings

from fuda.build import BuildFailed
from fuda.checks import BuildRecord, build_recorded, check_page_count, check_site

from .lock import only_one
from .outcome import Code, DeployFailed, GateClosed, Outcome, PublishFailed, SiteNotBuilt
from .refresh import refresh_cards
from .releases import Release, Releases
from .settings import DeploySettings
from .targets import Target, make_target
from .tree import changed, digests

_LITTLE = timedelta(days=1)
"""How far a clock may have fallen behind the live release to be taken for wrong."""


@dataclass(frozen=True)
class Options:
    """What one run is asked for."""

    refresh: bool = True
    """Ask for stale cards first."""
    publish: bool = True
    """False: build and check only."""
    dry_run: bool = False
    """Say what would change instead of changing it."""
    again: bool = False
    """Publish also what has not changed."""
    fewer_pages: bool = False
    """Let a site through that lost more than a tenth of its pages."""


@dataclass(frozen=True)
class Staged:
    """A site that was built into a folder of its own and passed the gate."""

    folder: Path
    files: dict[str, str]
    pages: int
    warnings: int


def now_in_utc() -> datetime:
    """The moment, aware, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True)
class Deployment:
    """One site's way to its readers. `settings_file` is publishconf.py."""

    settings_file: Path
    settings: DeploySettings
    target: Target
    clock: Callable[[], datetime] = now_in_utc
    refresh: Callable[[Path, float], tuple[str, ...]] = refresh_cards

    @classmethod
    def of(cls, settings_file: Path) -> Deployment:
        """Read the settings. Raises SiteNotBuilt for a file that can't be read, PublishFailed for a wrong setting of ours."""
        if not settings_file.is_file():
            raise SiteNotBuilt(f"{settings_file}: no such settings file.")
        try:
            settings = read_settings(str(settings_file))
        except Exception as error:
            raise SiteNotBuilt(f"{settings_file}: {type(error).__name__}: {error}") from error
        found = DeploySettings.of(settings, settings_file.parent)
        return cls(settings_file, found, make_target(found, settings_file.parent))

    @property
    def releases(self) -> Releases:
        """The releases on this machine."""
        return Releases(self.settings.releases)

    def run(self, options: Options) -> Outcome:
        """The whole way, or as much of it as is asked for. The outcome says how it ended."""
        return self._alone(lambda: self._run(options), publishes=options.publish)

    def roll_back(self, name: str = "") -> Outcome:
        """Make the release before the live one live again, or the one of this name."""
        return self._alone(lambda: self._roll_back(name))

    def _alone(self, work: Callable[[], Outcome], *, publishes: bool = True) -> Outcome:
        """Do it under the lock, and log how it ended."""
        try:
            if publishes:
                self.target.check()
            with only_one(self.releases.folder / ".lock"):
                self.releases.check_link()
                outcome = work()
        except DeployFailed as error:
            outcome = Outcome.of(error)
        except OSError as error:
            reason = f"{error.filename or 'The disk'}: {error.strerror or error}"
            outcome = Outcome.of(PublishFailed(f"{reason}; what is live stays, the next run tries again."))
        self._log(outcome)
        return outcome

    def _log(self, outcome: Outcome) -> None:
        """One line a run."""
        with suppress(OSError), self.releases.log.open("a", encoding="utf-8") as log:
            log.write(f"{self.clock().isoformat()} {outcome.code:d} {outcome.line}\n")

    def _run(self, options: Options) -> Outcome:
        if not options.again:
            self._check_clock()
        said = self.refresh(self.settings_file, self.settings.refresh_budget) if options.refresh else ()
        with self.releases.staging() as folder:
            staged = self._stage(folder, options)
            outcome = self._publish(staged, options)
        return replace(outcome, details=said + outcome.details)

    def _check_clock(self) -> None:
        """A clock that fell behind would take live posts away. Far behind, it is rather the release that was made under a wrong one."""
        live, now = self.releases.live(), self.clock()
        if live and timedelta() < live.made - now < _LITTLE:
            reason = f"The clock says {now:%Y-%m-%d %H:%M} UTC, but the live release was made at {live.made:%Y-%m-%d %H:%M} UTC"
            raise PublishFailed(f"{reason}; what is live stays. Set the clock, or publish with --again.")

    def _stage(self, folder: Path, options: Options) -> Staged:
        """Build and pass the gate."""
        record = self._build(folder)
        report = check_site(folder, record, now=self.clock())
        live = self.releases.live()
        lost = None if options.fewer_pages or live is None else check_page_count(report.page_count, live.pages)
        if report.errors or lost:
            reason = f"{lost.message} (--fewer-pages allows it)" if lost else f"{len(report.errors)} to mend"
            raise GateClosed(
                f"The gate is closed and nothing was published: {reason}.", tuple(str(report).splitlines())
            )
        return Staged(folder, digests(folder), report.page_count, len(report.warnings))

    def _build(self, folder: Path) -> BuildRecord:
        try:
            record = build_recorded(self.settings_file, ["--output", str(folder)])
        except BuildFailed as error:
            raise SiteNotBuilt(f"The build stopped and nothing was published: {error}") from error
        if record.errors:
            raise SiteNotBuilt(f"The build has errors ({len(record.errors)}) and nothing was published.", record.errors)
        return record

    def _publish(self, staged: Staged, options: Options) -> Outcome:
        live = self.releases.live()
        differing = changed(live.files if live else {}, staged.files)
        release = live.name if live else ""
        outcome = Outcome(Code.DONE, "", release, pages=staged.pages, warnings=staged.warnings, changed=differing)
        if not options.publish:
            return replace(outcome, line=f"The gate is open: {staged.pages} pages, {staged.warnings} warnings.")
        if not options.again and (reason := self._nothing_to_do(staged.files, live)):
            return replace(outcome, line=f"{reason}: nothing was published.")
        if options.dry_run:
            return replace(outcome, line=f"Dry run: {len(differing)} files would change.", details=differing)
        made = self.releases.add(
            staged.folder, staged.files, made=self.clock(), pages=staged.pages, warnings=staged.warnings
        )
        self._go_live(made)
        counts = f"{staged.pages} pages, {len(differing)} files changed, {staged.warnings} warnings"
        return replace(outcome, line=f"Published {made.name}: {counts}.", release=made.name, published=True)

    def _nothing_to_do(self, files: dict[str, str], live: Release | None) -> str:
        if live and live.has(files) and live.published_to == self.target.place:
            return f"Nothing changed since {live.name}"
        newest = self.releases.newest()
        if newest and newest.withdrawn and newest.has(files):
            return f"Nothing changed since {newest.name}, which was taken back (--again publishes it)"
        return ""

    def _go_live(self, release: Release) -> None:
        self.target.publish(self.releases.path(release))
        self.releases.go_live(release, self.target.place)
        self.releases.prune(self.settings.keep)

    def _roll_back(self, name: str) -> Outcome:
        self.releases.sweep()
        live = self.releases.live()
        release = self.releases.named(name) if name else self.releases.previous()
        if release is None:
            raise PublishFailed(f"There is no release {name}." if name else "There is no release before the live one.")
        if live and live != release:
            self.releases.note(replace(live, withdrawn=True))
        self._go_live(release)
        return Outcome(Code.DONE, f"{release.name} is live again.", release.name, published=True, pages=release.pages)
