"""The tasks `deploy`, `deploy.check`, `deploy.publish`, `deploy.rollback`, `deploy.status`, and `publish`.

Exit codes: 0 done or nothing to do, 1 build, 2 gate, 3 publish, 4 locked; 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from invoke import Collection, Context, Exit, task

from fuda.build import BuildFailed

from . import Code, DeployFailed, Deployment, Options, Outcome, read_status
from .outcome import Stopped
from .releases import Releases
from .stages import now_in_utc

LIVE = Path(__file__).parents[2] / "publishconf.py"
HELP = {
    "settings": "the site's settings file; default publishconf.py",
    "json": "one object in one line",
    "fewer-pages": "also a site that lost more than a tenth of its pages",
    "again": "also what has not changed",
    "dry-run": "say what would change, change nothing",
    "to": "name of a release; default: the one before the live one",
}


def _do(settings: str, json: bool, work: Callable[[Deployment], Outcome]) -> None:
    file = Path(settings).resolve() if settings else LIVE
    try:
        deployment = Deployment.of(file)
    except DeployFailed as error:
        outcome = Outcome.of(error)
        Releases(file.parent).log.add(
            now_in_utc(), outcome
        )  # in the usual place: where else, the settings could not say
    except KeyboardInterrupt:
        outcome = Outcome.of(Stopped())
    else:
        outcome = work(deployment)
    _say(outcome, json=json)


def _say(outcome: Outcome, *, json: bool) -> None:
    """To stdout when it is done or for machines, else to stderr."""
    done = outcome.code is Code.DONE
    print(outcome.as_json() if json else outcome, file=sys.stdout if json or done else sys.stderr)
    if not done:
        raise Exit(code=outcome.code)


def _help(*names: str) -> dict[str, str]:
    return {name: HELP[name] for name in ("settings", "json", *names)}


@task(default=True, help=_help("fewer-pages"))
def deploy(_: Context, settings: str = "", json: bool = False, fewer_pages: bool = False) -> None:
    """Refresh cards, build, check, publish what is due: for cron and timers."""
    _do(settings, json, lambda site: site.run(Options(fewer_pages=fewer_pages)))


@task(help=_help("fewer-pages"))
def check(_: Context, settings: str = "", json: bool = False, fewer_pages: bool = False) -> None:
    """Build and pass the gate, also against the last release; publish nothing."""
    _do(settings, json, lambda site: site.run(Options(refresh=False, publish=False, fewer_pages=fewer_pages)))


@task(help=_help("dry-run", "again", "fewer-pages"))
def publish(
    _: Context,
    settings: str = "",
    json: bool = False,
    dry_run: bool = False,
    again: bool = False,
    fewer_pages: bool = False,
) -> None:
    """Build, check and publish, without refreshing cards."""
    options = Options(refresh=False, dry_run=dry_run, again=again, fewer_pages=fewer_pages)
    _do(settings, json, lambda site: site.run(options))


@task(help=_help("to"))
def rollback(_: Context, settings: str = "", json: bool = False, to: str = "") -> None:
    """Make the release before the live one live again."""
    _do(settings, json, lambda site: site.roll_back(to))


@task(help=_help())
def status(_: Context, settings: str = "", json: bool = False) -> None:
    """Say what is live, what is due when, which links are dead, and how the last run ended."""
    try:
        found = read_status(Deployment.of(Path(settings).resolve() if settings else LIVE))
    except DeployFailed as error:
        _say(Outcome.of(error), json=json)
    except BuildFailed as error:
        _say(Outcome(Code.BUILD, str(error)), json=json)
    else:
        print(found.as_json() if json else found)


ns = Collection("deploy", deploy, check, publish, rollback, status)
