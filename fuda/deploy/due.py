"""Which posts are still to come, and when."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pelican.contents import Article

from fuda.contents import read_contents


@dataclass(frozen=True)
class Due:
    """A post that the first deploy after `date` (aware) publishes. `path` is relative to the current folder."""

    path: str
    date: datetime

    def in_words(self, now: datetime) -> str:
        """One line: when, how long until then, and what."""
        minutes = int((self.date - now).total_seconds() // 60)
        days, hours = minutes // 1440, minutes // 60 % 24
        wait = f"{days} d {hours} h" if days else f"{hours} h {minutes % 60} min"
        return f"{self.date:%Y-%m-%d %H:%M %Z}  (in {wait})  {self.path}"


def upcoming(posts: Iterable[Due], now: datetime) -> tuple[Due, ...]:
    """Those dated after `now` (aware), the next one first. Pure."""
    return tuple(sorted((post for post in posts if post.date > now), key=lambda post: (post.date, post.path)))


def read_due(settings_file: Path, now: datetime) -> tuple[Due, ...]:
    """The posts of a site that are still to come. Raises BuildFailed.

    To Pelican a post of the future is a draft like others. Told to publish those too, it leaves as drafts only what a header calls so.
    """
    contents = read_contents(settings_file, ["--extra-settings", "WITH_FUTURE_DATES=true"])
    found = contents.generators[0].context["generated_content"].values()
    posts = (post for post in found if isinstance(post, Article) and post.status != "draft")
    return upcoming((Due(os.path.relpath(str(post.source_path)), post.date) for post in posts), now)
