"""Full builds of one site by each contestant, in turn."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .costs import Cost, measure


@dataclass(frozen=True, slots=True)
class Contestant:
    """Who builds: a command, and the folder that it makes, which is not there before a cold build."""

    name: str
    command: tuple[str, ...]
    folder: str


def contestants() -> list[Contestant]:
    """Plain Pelican first, against which the others are measured; Hugo where it is installed."""
    pelican = (sys.executable, "-m", "pelican", "--quiet", "--settings")
    found = [
        Contestant("Pelican, theme simple", (*pelican, "plain.py"), "plain"),
        Contestant("ours", (*pelican, "ours.py"), "ours"),
    ]
    if hugo := shutil.which("hugo"):
        found.append(Contestant("Hugo, two bare templates", (hugo, "--quiet"), "hugo"))
    return found


def race(site: Path, rounds: int, say: Callable[[str], None]) -> dict[str, list[Cost]]:
    """Name of a build -> its costs, one a round. Ours is built once more each time, with what the first build kept."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for number in range(rounds):
        for contestant in contestants():
            _put_aside(site / contestant.folder)
            for state in ("cold", "warm") if contestant.name == "ours" else ("",):
                name = f"{contestant.name}, {state}".removesuffix(", ")
                cost = measure(contestant.command, site)
                costs[name].append(cost)
                say(f"round {number + 1}: {name}: {cost.seconds:.1f} s, {cost.cpu:.1f} s CPU, {cost.megabytes:.0f} MB")
    return dict(costs)


def _put_aside(folder: Path) -> None:
    """Away, but not deleted: ext4 takes many times as long for a new file in the minutes after as many others were deleted."""
    if folder.exists():
        folder.rename(tempfile.mkdtemp(prefix=f"{folder.name}-", dir=folder.parent))
