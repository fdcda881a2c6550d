"""The tasks `bench` and `bench.cards`."""

from __future__ import annotations

from invoke import Collection, Context, task


@task(
    name="builds",
    default=True,
    help={
        "posts": "also measured at five times as many",
        "rounds": "of builds",
        "edits": "in the preview, of each kind",
    },
)
def builds(_: Context, posts: int = 1000, rounds: int = 3, edits: int = 20) -> None:
    """Measure full builds and the preview against plain Pelican (and Hugo where it is installed)."""
    from .run import bench  # noqa: PLC0415 - with plugins, whose mistakes are no matter of other tasks

    for table in bench(posts, rounds, edits):
        print(table, flush=True)


@task(name="cards", help={"posts": "of the site that is built with and without cards"})
def cards(_: Context, posts: int = 1000) -> None:
    """Measure reading pages, asking many hosts, and what cards cost a warm build."""
    from .cards import measure  # noqa: PLC0415 - what it imports takes a tenth of a second, of each of our commands

    print(measure(posts))


ns = Collection("bench", builds, cards)
