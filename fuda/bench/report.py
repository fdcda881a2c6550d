"""Measured costs as tables of Markdown. Pure, but for what is asked of the machine."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import date
from statistics import median

from .costs import Cost


def machine(today: date) -> str:
    """Where and when the figures are from."""
    return (
        f"{today}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )


def build_table(posts: int, costs: Mapping[str, Sequence[Cost]]) -> str:
    """One row a contestant; ratios are to the first one in the same round."""
    base, *_ = costs.values()
    rows = [
        f"| full build, {posts:,} posts | of plain: min / median / max | of its CPU | wall s | CPU s | peak MB | of its MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, runs in costs.items():
        wall = sorted(run.seconds / first.seconds for run, first in zip(runs, base, strict=True))
        cpu = median(run.cpu / first.cpu for run, first in zip(runs, base, strict=True))
        memory = [median(run.megabytes for run in group) for group in (runs, base)]
        seconds = median(run.seconds for run in runs), median(run.cpu for run in runs)
        rows.append(
            f"| {name} | {wall[0]:.2f} / {median(wall):.2f} / {wall[-1]:.2f} | {cpu:.2f} "
            f"| {seconds[0]:.1f} | {seconds[1]:.1f} | {memory[0]:.0f} | {memory[0] / memory[1]:.2f} |"
        )
    return "\n".join(rows)


def edit_table(times: Mapping[int, Mapping[str, Sequence[float]]]) -> str:
    """One row for what is waited for, one column a number of posts; medians, and how they grow."""
    sizes = list(times)
    rows = [
        f"| preview, ms | {' | '.join(f'{size:,} posts' for size in sizes)} | growth |",
        "|---|" + "---|" * (len(sizes) + 1),
    ]
    for name in times[sizes[0]]:
        found = [median(times[size][name]) for size in sizes]
        cells = " | ".join(f"{1000 * seconds:.0f}" for seconds in found)
        rows.append(f"| {name} | {cells} | {found[-1] / found[0]:.2f} |")
    return "\n".join(rows)
