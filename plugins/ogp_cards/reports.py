"""What a build says about its cards: one line each, with the post's path."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from .placeholders import Problem
from .story import Story

logger = logging.getLogger(__name__)


def report_problems(source: str, problems: Iterable[Problem]) -> None:
    """Cards that cannot be read, with their lines."""
    lines: list[str] | None = None
    for problem in problems:
        lines = Path(source).read_text(encoding="utf-8-sig").split("\n") if lines is None else lines
        line = f":{len(lines) + 1 - problem.lines_from_end}" if problem.lines_from_end else ""
        logger.warning("%s%s: this card is left as it is: %s", shown(source), line, problem.message)


def report_story(story: Story, cited_by: Mapping[str, str]) -> None:
    """What went wrong with fetching and with the store; `cited_by` has the path of a post for each URL."""
    for trouble in story.troubles:
        if trouble.dead or not trouble.kept:
            where = shown(cited_by.get(trouble.url, ""))
            outcome = (
                "is dead; its card links to an archived copy" if trouble.dead else "has no card and stays a plain link"
            )
            logger.warning("%s: %s %s: %s", where, trouble.url, outcome, trouble.reason)
    for path, reason in story.store.unreadable.items():
        logger.warning("%s: %s; mend the file or delete it, the card is made anew", shown(str(path)), reason)
    if story.unwritten:
        logger.warning("the card store cannot be written, so these cards are lost with this build: %s", story.unwritten)


def shown(source: str) -> str:
    """A path as a person would type it from here."""
    return os.path.relpath(source) if source and Path(source).is_relative_to(Path.cwd()) else source
