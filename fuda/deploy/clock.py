"""Which of two clocks is wrong, when a run is earlier than the release that is live. Pure.

A clock that fell behind would take posts away that are live; one that was ahead let posts out too early, and the next run has to take those
back. Both look the same from the two times alone, so a third decides: that of a run, or of a change to the site, which surely came before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from fuda.checks import Source

from .releases import Release


def lost_posts(sources: Iterable[Source], live: Release, now: datetime) -> tuple[str, ...]:
    """Paths of the posts that are live and at `now` (aware), which is earlier than that release, still to come."""
    if now >= live.made:
        return ()
    waiting = (source for source in sources if source.status == "draft" and source.date and source.date > now)
    return tuple(source.path for source in waiting if source.public_as in live.files)


def is_behind(now: datetime, releases: Sequence[Release], written: datetime) -> bool:
    """Whether it is `now` that is wrong. `releases` in the order in which they were made; `written`: when the site last changed.

    What surely came before is the run before the first release that is later than `now`; where none is known, the site's last change.
    """
    later = next((release for release in releases if release.made > now), None)
    return later is not None and now < (later.after or written)
