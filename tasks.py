"""One short task a need. `invoke --list` names them; the work behind a long one lives in fuda/."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from invoke import Collection, Context, Exit, task

from fuda import cards
from fuda.bench import tasks as benching
from fuda.build import BuildFailed
from fuda.build import build as build_site
from fuda.checks import check as check_site
from fuda.deploy import tasks as deploying
from fuda.mistakes import described
from fuda.new_post import Details, NewPostFailed, ask_on_terminal, new_post
from fuda.ports import WrongPort, read_port
from fuda.serve import ServeFailed
from fuda.serve import serve as serve_folder
from fuda.setup import SetupFailed, install_missing

ROOT = Path(__file__).parent
DRAFTING = ROOT / "pelicanconf.py"
LIVE = ROOT / "publishconf.py"
OUTPUT = ROOT / "output"
CODE = "plugins fuda tasks.py make.py pelicanconf.py publishconf.py"


def _build(settings: Path, *arguments: str) -> None:
    try:
        report = build_site(settings, arguments, progress=True)
    except BuildFailed as error:
        raise Exit(str(error), code=1) from error
    print(report)
    if report.exit_code:
        raise Exit(
            f"Not everything is on the site: see the {len(report.errors)} error(s) above.", code=report.exit_code
        )


@task(help={"timings": "say what took the time"})
def build(_: Context, timings: bool = False) -> None:
    """Build the site into output/ (exit code 1 when a post had to be left out)."""
    _build(DRAFTING, *(("--extra-settings", "FAST_BUILD_TIMINGS=true") if timings else ()))


@task
def rebuild(_: Context) -> None:
    """Empty output/ first, then build."""
    _build(DRAFTING, "--delete-output-directory")


@task
def clean(_: Context) -> None:
    """Remove everything that was built."""
    for folder in (OUTPUT, ROOT / "public", ROOT / "cache"):
        shutil.rmtree(folder, ignore_errors=True)


@task(help={"port": "default 8000", "host": "default 127.0.0.1", "browser": "open one"})
def serve(_: Context, port: str = "8000", host: str = "127.0.0.1", browser: bool = True) -> None:
    """Serve output/ as it is."""
    try:
        serve_folder(OUTPUT, host, read_port(port), browser=browser)
    except (ServeFailed, WrongPort) as error:
        raise Exit(str(error), code=1) from error


@task(build)
def reserve(c: Context, port: str = "8000") -> None:
    """Build, then serve."""
    serve(c, port=port)


@task
def regenerate(c: Context) -> None:
    """Build again at every change, without serving."""
    c.run(f'"{sys.executable}" -m pelican --autoreload --settings "{DRAFTING}"', pty=sys.stdout.isatty())


@task(help={"port": "default: 8000 or the next free one", "host": "default 127.0.0.1", "browser": "open one"})
def livereload(_: Context, port: str = "", host: str = "127.0.0.1", browser: bool = True) -> None:
    """Preview while you write: every saved change shows at once."""
    try:
        from fuda.preview.loading import PreviewFailed  # noqa: PLC0415 - as the next
        from fuda.preview.run import Options, run  # noqa: PLC0415 - with plugins, whose mistakes are no matter of other tasks
    except Exception as error:
        raise Exit(described(error), code=1) from error
    try:
        run(Options(DRAFTING, host, port, browser))
    except PreviewFailed as error:
        raise Exit(str(error), code=1) from error


@task
def preview(_: Context) -> None:
    """Build as for the live site, into public/; stops at the first error."""
    _build(LIVE, "--fatal", "errors")


@task(
    help={
        "title": "the post's title",
        "slug": "its file name and address",
        "type": "one of POST_TYPES",
        "draft": "not to be published yet",
    }
)
def new(_: Context, title: str = "", slug: str = "", type: str = "", draft: bool = False) -> None:  # noqa: A002 - the front matter's word
    """Make a post with a complete front matter; asks for what is not given."""
    try:
        print(new_post(DRAFTING, Details(title, slug, type, draft), ask=ask_on_terminal()))
    except NewPostFailed as error:
        raise Exit(str(error), code=1) from error


@task(help={"json": "for machines"})
def check(_: Context, json: bool = False) -> None:
    """Build as for the live site and check every page (exit code 2 when something is broken)."""
    try:
        report = check_site(LIVE)
    except BuildFailed as error:
        raise Exit(str(error), code=1) from error
    print(report.as_json() if json else report)
    sys.exit(report.exit_code)


@task
def setup(_: Context) -> None:
    """Install the programs that the tests need: a browser, a Japanese font, rsync, sshd, rclone."""
    try:
        for line in install_missing():
            print(line)
    except SetupFailed as error:
        raise Exit(str(error), code=1) from error


@task
def lint(c: Context) -> None:
    """Check the code's style with ruff."""
    c.run(f'"{sys.executable}" -m ruff check {CODE} tests && "{sys.executable}" -m ruff format --check {CODE} tests')


@task(name="format")
def format_(c: Context) -> None:
    """Format the code with ruff."""
    c.run(f'"{sys.executable}" -m ruff check --fix {CODE} tests; "{sys.executable}" -m ruff format {CODE} tests')


@task
def types(c: Context) -> None:
    """Check the types with mypy."""
    c.run(f'"{sys.executable}" -m mypy plugins/* fuda tasks.py')


@task(lint, types)
def tests(c: Context) -> None:
    """Run lint, types and all tests."""
    c.run(f'"{sys.executable}" -m pytest -q -n auto', pty=sys.stdout.isatty())


def _on_cards(work: Callable[[], int | None]) -> None:
    try:
        code = work()
    except cards.CardsFailed as error:
        raise Exit(str(error), code=1) from error
    sys.exit(code or 0)


@task(name="list", default=True)
def cards_list(_: Context) -> None:
    """Show every card: URL, state, age, and the posts that cite it."""
    _on_cards(lambda: cards.show(DRAFTING))


@task(name="refresh", help={"url": "only this one", "dead": "only the dead and failing ones"})
def cards_refresh(_: Context, url: str = "", dead: bool = False) -> None:
    """Ask for cards again."""
    _on_cards(lambda: cards.refresh(DRAFTING, url=url, dead=dead))


@task(name="check", help={"json": "for machines"})
def cards_check(_: Context, json: bool = False) -> None:
    """Name the dead links and their posts (exit code 1 when there are any)."""
    _on_cards(lambda: cards.check(DRAFTING, as_json=json))


@task(name="prune")
def cards_prune(_: Context) -> None:
    """Show what no post uses in the card store, and delete it when told to."""
    _on_cards(lambda: cards.prune(DRAFTING))


@task(
    name="edit",
    help={
        "url": "whose card",
        "title": 'your own; "-" takes it back, here and below',
        "description": '"" hides the page\'s, here and below',
        "image": "a path from the content folder, as /images/own.png, or a URL",
        "image_alt": "what the image shows",
        "icon": "a path, as for the image",
        "lang": "the language of the card's words, as ja",
        "kind": "what the page is, as video",
        "published": "a date, as 2025-01-31",
    },
)
def cards_edit(  # noqa: PLR0913, PLR0917 - invoke makes an option of each
    _: Context,
    url: str,
    title: str | None = None,
    description: str | None = None,
    site_name: str | None = None,
    image: str | None = None,
    image_alt: str | None = None,
    icon: str | None = None,
    lang: str | None = None,
    kind: str | None = None,
    published: str | None = None,
    author: str | None = None,
) -> None:
    """Set your own words for a card; asks when none are given."""
    given = {"title": title, "description": description, "site_name": site_name, "image": image, "image_alt": image_alt}
    given |= {"icon": icon, "lang": lang, "kind": kind, "published": published, "author": author}
    words = {name: None if text == "-" else text for name, text in given.items() if text is not None}
    _on_cards(lambda: cards.edit(DRAFTING, url, words))


ns = Collection(
    build,
    rebuild,
    clean,
    serve,
    reserve,
    regenerate,
    livereload,
    preview,
    new,
    check,
    setup,
    lint,
    format_,
    types,
    tests,
)
ns.add_collection(Collection("cards", cards_list, cards_refresh, cards_check, cards_prune, cards_edit))
ns.add_task(deploying.publish)
ns.add_collection(deploying.ns)
ns.add_collection(benching.ns)
