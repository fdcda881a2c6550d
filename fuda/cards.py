"""`invoke cards`, `cards.refresh`, `cards.check`, `cards.prune` and `cards.edit`: looking after the card store."""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console

from .build import BuildFailed
from .contents import read_contents

_MEANT = {"-": None, '""': ""}
"""Answers that are no words of the author's, and what they mean."""


class CardsFailed(Exception):
    """The task cannot be done, and why."""


class NoCards(CardsFailed):
    """The site has no card plugin."""


def show(settings: Path) -> None:
    """Print every card: URL, state, age, and the posts that cite it; into a pipe with tabs between, URLs first."""
    upkeep = _upkeep(settings)
    rows = [(row.url, row.state, _age(row.seen), ", ".join(row.posts) or "unused") for row in upkeep.rows()]
    if sys.stdout.isatty():
        print("\n".join(map(_line, [("URL", "state", "seen", "posts"), *rows])))
    else:
        print("\n".join("\t".join(row) for row in rows))
    _say_complaints(upkeep)


def refresh(settings: Path, *, url: str = "", dead: bool = False) -> int:
    """Ask for cards again: one URL, the dead and failing ones, or all. The exit code: 1 when any could not be had."""
    upkeep = _upkeep(settings)
    console = Console(stderr=True)
    story = _tried(lambda: upkeep.refresh(console, url=url, dead=dead))
    _say_complaints(upkeep)
    for trouble in story.troubles:
        print(f"{trouble.url}: {trouble.reason}{' (the card from before stays)' if trouble.kept else ''}")
    if story.unwritten:
        raise CardsFailed(f"the card store cannot be written: {story.unwritten}")
    print(f"cards: {len(story.fetched)} fetched, {len(story.troubles)} not{', no network' if story.offline else ''}")
    return 1 if story.troubles or story.offline else 0


def refresh_due(settings: Path, seconds: float) -> tuple[list[str], list[str]]:
    """Ask for the cards that are new or stale, for at most so many seconds; returns lines on what was done, and on dead links."""
    upkeep = _upkeep(settings)
    story = _tried(lambda: upkeep.refresh_due(Console(stderr=True), seconds=seconds))
    unwritten = [f"the card store cannot be written: {story.unwritten}"] if story.unwritten else []
    return [*unwritten, *filter(None, [story.summary()])], _dead_lines(upkeep)


def dead_links(settings: Path) -> list[str]:
    """The dead links of a site's posts, one a line, from the store alone."""
    return _dead_lines(_upkeep(settings))


def check(settings: Path, *, as_json: bool = False) -> int:
    """Tell dead links by post, from the store alone. The exit code: 1 when there are any."""
    upkeep = _upkeep(settings)
    dead = _dead(upkeep)
    rows = [row for row in upkeep.rows() if row.posts]
    _say_complaints(upkeep)
    if as_json:
        cards = [{**asdict(row), "seen": row.seen and row.seen.isoformat()} for row in rows]
        print(json.dumps({"dead": len(dead), "cards": cards}, ensure_ascii=False, indent=2))
        return 1 if dead else 0
    for line in _dead_lines(upkeep):
        print(line)
    print(f"cards: {len(rows)} cited, {len(dead)} dead")
    return 1 if dead else 0


def prune(settings: Path, *, ask: Callable[[str], str] = input) -> None:
    """Show the entries and pictures that no post uses, and delete them when told to; not while a post cannot be read."""
    upkeep = _upkeep(settings)
    if upkeep.unread:
        names = ", ".join(upkeep.unread)
        raise CardsFailed(
            f"{names}: cannot be read, so nobody knows what it uses; run invoke build and mend what it says"
        )
    files = upkeep.unused()
    for file in files:
        print(f"{file.path}{' (with words of your own: ' + ', '.join(file.words) + ')' if file.words else ''}")
    _say_complaints(upkeep)
    if not files:
        print("cards: nothing is unused")
    elif _answer(ask, f"Delete these {len(files)} files? [y/N] ").lower() in {"y", "yes"}:
        for file in files:
            file.path.unlink(missing_ok=True)
        print(f"cards: {len(files)} files deleted")


def edit(settings: Path, url: str, words: dict[str, str | None], *, ask: Callable[[str], str] = input) -> None:
    """Set the author's own words for a URL's card; without `words`, ask for each field.

    None, or an answer of "-", takes the author's word away, so that the page's own comes back; an empty text, or an answer of two quotes,
    hides the page's; an empty answer leaves the field as it is.
    """
    upkeep = _upkeep(settings)
    said = _tried(lambda: upkeep.words(url))
    if not words:
        print('Enter leaves a field as it is, - takes your own word back, "" hides what the page says.')
        answers = {name: _answer(ask, f"{name} [{now}]: ") for name, now in said.items()}
        words = {name: _MEANT.get(answer, answer) for name, answer in answers.items() if answer}
    changed = _tried(lambda: upkeep.edit(url, words))
    _say_complaints(upkeep)
    for name, text in changed.overrides.items():
        print(f"{name}: {text}")


def _answer(ask: Callable[[str], str], question: str) -> str:
    try:
        return ask(question).strip()
    except (EOFError, RuntimeError) as error:  # nothing more to read, or closed from the start
        raise CardsFailed("nobody is there to answer; run this in a terminal") from error


def _upkeep(settings: Path) -> Any:
    """The plugin's view of the store and of all posts."""
    try:
        contents = read_contents(settings)
    except BuildFailed as error:
        raise CardsFailed(str(error)) from error
    plugin = next((plugin for plugin in contents.plugins if plugin.__name__.endswith("ogp_cards")), None)
    if plugin is None:
        raise NoCards(f"{settings}: PLUGINS does not name ogp_cards.")
    return importlib.import_module(f"{plugin.__name__}.upkeep").Upkeep(contents.generators)


def _dead(upkeep: Any) -> list[Any]:
    return [row for row in upkeep.rows() if row.posts and row.state == "dead"]


def _dead_lines(upkeep: Any) -> list[str]:
    return [f"{', '.join(row.posts)}: {row.url} is dead: {row.reason}" for row in _dead(upkeep)]


def _tried(work: Callable[[], Any]) -> Any:
    """What `work` returns; the plugin's own errors as ours."""
    try:
        return work()
    except OSError as error:
        raise CardsFailed(f"the card store cannot be written: {error}") from error
    except Exception as error:
        if any(base.__name__ == "CardError" for base in type(error).__mro__):
            raise CardsFailed(str(error)) from error
        raise


def _line(row: tuple[str, str, str, str]) -> str:
    """A row for people: the narrow columns first, since a terminal then folds what is long and cuts nothing, and a URL is copied whole."""
    url, state, seen, posts = row
    return f"{state:7}  {seen:>6}  {url}  {posts}"


def _age(seen: datetime | None) -> str:
    return f"{(datetime.now(UTC) - seen).days} d" if seen else ""


def _say_complaints(upkeep: Any) -> None:
    """What is wrong with the store's files: not among the rows, which may be read by a program."""
    for path, reason in upkeep.complaints():
        print(f"{path}: {reason}", file=sys.stderr)
