"""The stages of a deploy: lock, refresh, build, gate, publish, report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from pelican.settings import read_settings

from fuda.build import BuildFailed, check_timezone
from fuda.checks import BuildRecord, build_recorded, check_page_count, check_site

from .clock import is_behind, lost_posts
from .lock import only_one
from .outcome import Code, DeployFailed, GateClosed, Outcome, PublishFailed, SiteNotBuilt, Stopped
from .refresh import Refreshed, refresh_cards
from .releases import Release, Releases
from .settings import DeploySettings
from .targets import Target, make_target
from .tree import changed, digests

_NO_NEW_CARDS = ("--extra-settings", "OGP_CARDS_OFFLINE=true")


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

    @property
    def only_looks(self) -> bool:
        """Whether nothing may change, the card store neither."""
        return self.dry_run or not self.publish


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
    refresh: Callable[[Path, float], Refreshed] = refresh_cards

    @classmethod
    def of(cls, settings_file: Path) -> Deployment:
        """Read the settings. Raises SiteNotBuilt for a file that can't be read, PublishFailed for a wrong setting of ours."""
        if not settings_file.is_file():
            raise SiteNotBuilt(f"{settings_file}: no such settings file.")
        try:
            settings = read_settings(str(settings_file))
            check_timezone(settings)
        except BuildFailed as error:
            raise SiteNotBuilt(str(error)) from error
        except (Exception, SystemExit) as error:
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

        def locked() -> Outcome:
            if publishes:
                self.target.check()
            with only_one(self.releases.folder / ".lock"):
                self.releases.check_link()
                return work()

        outcome = _ended(locked)
        self.releases.log.add(self.clock(), outcome)
        return outcome

    def _run(self, options: Options) -> Outcome:
        cards = Refreshed()
        if options.refresh:
            cards = self.refresh(self.settings_file, self.settings.refresh_budget)
        return _ended(lambda: self._make(options)).with_cards(*cards)

    def _make(self, options: Options) -> Outcome:
        with self.releases.staging() as folder:
            return self._publish(self._stage(folder, options), options)

    def _stage(self, folder: Path, options: Options) -> Staged:
        """Build and pass the gate."""
        record = self._build(folder, _NO_NEW_CARDS if options.only_looks else ())
        live = self.releases.live()
        if live and not options.again:
            self._check_clock(record, live)
        report = check_site(folder, record, now=self.clock())
        lost = None if options.fewer_pages or live is None else check_page_count(report.page_count, live.pages)
        if report.errors or lost:
            reason = f"{lost.message} (--fewer-pages allows it)" if lost else f"{len(report.errors)} to mend"
            raise GateClosed(
                f"The gate is closed and nothing was published: {reason}.", tuple(str(report).splitlines())
            )
        return Staged(folder, digests(folder), report.page_count, len(report.warnings))

    def _build(self, folder: Path, arguments: tuple[str, ...]) -> BuildRecord:
        try:
            record = build_recorded(self.settings_file, ["--output", str(folder), *arguments])
        except BuildFailed as error:
            raise SiteNotBuilt(f"The build stopped and nothing was published: {error}") from error
        if record.errors:
            raise SiteNotBuilt(f"The build has errors ({len(record.errors)}) and nothing was published.", record.errors)
        return record

    def _check_clock(self, record: BuildRecord, live: Release) -> None:
        """Raise PublishFailed when a clock that fell behind would take live posts away."""
        now = self.clock()
        lost = lost_posts(record.sources, live, now)
        files = [self.settings_file, *(Path(source.path) for source in record.sources)]
        written = datetime.fromtimestamp(max(path.stat().st_mtime for path in files if path.exists()), UTC)
        if lost and is_behind(now, self.releases.all(), written):
            reason = f"The clock says {now:%Y-%m-%d %H:%M} UTC, but {lost[0]} was live already at {live.made:%Y-%m-%d %H:%M} UTC"
            raise PublishFailed(f"{reason}; what is live stays. Set the clock, or publish with --again.")

    def _publish(self, staged: Staged, options: Options) -> Outcome:
        live = self.releases.live()
        differing = changed(live.files if live else {}, staged.files)
        release = live.name if live else ""
        outcome = Outcome(Code.DONE, "", release, pages=staged.pages, warnings=staged.warnings, changed=differing)
        if not options.publish:
            return replace(outcome, line=f"The gate is open: {staged.pages} pages, {staged.warnings} warnings.")
        reason = "" if options.again else self._nothing_to_do(staged.files, live)
        if reason and live and (self.releases.is_publishing() or live.published_to != self.target.place):
            return self._mend(outcome, live, options)
        if reason:
            return replace(outcome, line=f"{reason}: nothing was published.")
        if options.dry_run:
            return replace(outcome, line=f"Dry run: {len(differing)} files would change.", details=differing)
        made = self._keep(staged, again=options.again)
        self._go_live(made)
        counts = f"{staged.pages} pages, {len(differing)} files changed, {staged.warnings} warnings"
        return replace(outcome, line=f"Published {made.name}: {counts}.", release=made.name, published=True)

    def _mend(self, outcome: Outcome, live: Release, options: Options) -> Outcome:
        """Publish the live release once more: a run broke off while it published, or the place is another than before."""
        if options.dry_run:
            return replace(outcome, line=f"Dry run: {live.name} would be published once more.")
        self._go_live(live)
        return replace(
            outcome, line=f"Published {live.name} once more: it was not known to be whole there.", published=True
        )

    def _nothing_to_do(self, files: dict[str, str], live: Release | None) -> str:
        if live and live.has(files) and live.published_to == self.target.place and self.releases.is_whole(live):
            return f"Nothing changed since {live.name}"
        newest = self.releases.newest()
        if newest and newest.withdrawn and newest.has(files):
            return f"Nothing changed since {newest.name}, which was taken back (--again publishes it)"
        return ""

    def _keep(self, staged: Staged, *, again: bool) -> Release:
        """The release to publish: a new one, or the one that a run before could not publish."""
        waiting = None if again else self.releases.waiting(staged.files)
        return waiting or self.releases.add(
            staged.folder, staged.files, made=self.clock(), pages=staged.pages, warnings=staged.warnings
        )

    def _go_live(self, release: Release, instead_of: Release | None = None) -> None:
        """Publish, swap the link, tidy up; `instead_of` is a release that is taken back with that."""
        if not self.releases.is_whole(release):
            raise PublishFailed(f"Files of {release.name} were changed behind its back; what is live stays.")
        with self.releases.publishing(release):
            self.target.publish(self.releases.path(release))
            if instead_of:
                self.releases.note(replace(instead_of, withdrawn=True))
            self.releases.go_live(release, self.target.place)
        self.releases.prune(self.settings.keep)

    def _roll_back(self, name: str) -> Outcome:
        self.releases.sweep()
        live = self.releases.live()
        release = self.releases.named(name) if name else self.releases.previous()
        if release is None:
            raise PublishFailed(f"There is no release {name}." if name else "There is no release before the live one.")
        self._go_live(release, live if live and live.number > release.number else None)
        return Outcome(Code.DONE, f"{release.name} is live again.", release.name, published=True, pages=release.pages)


def _ended(work: Callable[[], Outcome]) -> Outcome:
    """How a piece of work ended, also when it failed or was stopped."""
    try:
        return work()
    except DeployFailed as error:
        return Outcome.of(error)
    except OSError as error:
        reason = f"{error.filename or 'The disk'}: {error.strerror or error}"
        return Outcome.of(PublishFailed(f"{reason}; what is live stays, the next run tries again."))
    except SystemExit as error:
        return Outcome.of(SiteNotBuilt(f"The build ended by itself ({error.code}) and nothing was published."))
    except KeyboardInterrupt:
        return Outcome.of(Stopped())
