"""What a build says about its cards and covers: one line each, with the post's path."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from .citations import Places
from .covering import MissingCover
from .covers import line_of_image
from .placeholders import Problem
from .story import Story, Trouble
from .words import mistakes

logger = logging.getLogger(__name__)


class Report:
    """Tells what a build has found. `cards` and `images`: URL -> paths of the posts."""

    def __init__(self) -> None:
        self.cards: Places = {}
        self.images: Places = {}

    def problems(self, source: str, problems: Iterable[Problem]) -> None:
        """Cards that cannot be read, with their lines."""
        lines: list[str] | None = None
        for problem in problems:
            lines = _text(source).split("\n") if lines is None else lines
            line = f":{len(lines) + 1 - problem.lines_from_end}" if problem.lines_from_end else ""
            logger.warning("%s%s: this card is left as it is: %s", shown(source), line, problem.message)

    def tell(self, story: Story, own_images: Mapping[tuple[str, str], str], covers: Iterable[MissingCover]) -> None:
        """What went wrong with fetching, with images, and with the store."""
        for trouble in story.troubles:
            self._trouble(trouble)
        for (source, image), reason in own_images.items():
            message = (
                "%s: a card's image %s: %s; write a path from the post's folder, or with / from the content folder"
            )
            logger.warning(message, shown(source), image, reason)
        for cover in covers:
            _cover(cover, asked=not story.asked.isdisjoint(cover.keys))
        for entry in filter(None, story.entries.values()):
            for mistake in mistakes(entry):
                logger.warning("%s: %s", shown(str(story.store.path(entry.url))), mistake)
        for path, reason in story.store.complaints().items():
            logger.warning("%s: %s", shown(str(path)), reason)
        if story.unwritten:
            logger.warning(
                "the card store cannot be written, so these cards are lost with this build: %s", story.unwritten
            )

    def _trouble(self, trouble: Trouble) -> None:
        if trouble.kept and not trouble.dead and not trouble.is_news:
            return
        outcome = "keeps its card from before" if trouble.kept else "has no card and stays a plain link"
        if trouble.dead:
            outcome = "is dead, its card links to an archived copy"
        if trouble.url in self.cards:
            logger.warning("%s: %s %s: %s", shown(self.cards[trouble.url][0]), trouble.url, outcome, trouble.reason)
        elif trouble.url in self.images:
            logger.warning(
                "%s: the card's image %s cannot be had%s: %s",
                shown(self.images[trouble.url][0]),
                trouble.url,
                ", the one from before stays" if trouble.kept else "",
                trouble.reason,
            )


def _cover(cover: MissingCover, *, asked: bool) -> None:
    """A mistake is said until it is mended; a matter of the network only in the build that asked."""
    if cover.why.is_mistake:
        logger.warning("%s:%s: %s", shown(cover.source), line_of_image(_text(cover.source)), cover.why.reason)
    else:
        logger.log(
            logging.WARNING if asked else logging.INFO,
            "%s: there is no cover: %s",
            shown(cover.source),
            cover.why.reason,
        )


def _text(source: str) -> str:
    return Path(source).read_text(encoding="utf-8-sig")


def shown(source: str) -> str:
    """A path as a person would type it from here."""
    return os.path.relpath(source) if Path(source).is_relative_to(Path.cwd()) else source
