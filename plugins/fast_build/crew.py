"""Runs numbered jobs in forked processes, whichever is free taking the next.

A fork sees everything that the parent has built so far, so that neither posts nor templates are ever sent; only results
travel back. A worker that dies takes the results of its last jobs with it: those are missing from what is returned, and
the caller does them itself. (concurrent.futures was the other choice: with it one dead worker ends the whole pool.)
"""

from __future__ import annotations

import gc
import multiprocessing
import multiprocessing.connection
import os
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

Job = Callable[[int], bytes]
BATCH = 4
"""Jobs taken at a time: few, so that the last worker does not lag behind."""


def run_forked(
    job: Job, count: int, processes: int, meanwhile: Callable[[], object] | None = None
) -> Iterator[tuple[int, bytes]]:
    """Yield (number, job(number)) for the numbers 0 … count-1, in any order.

    A number whose worker died, or whose job raised, is left out. `meanwhile` is what this process does while they begin.
    """
    context = multiprocessing.get_context("fork")
    taken = context.Value("l", 0)
    ends: list[Connection] = []
    workers = []
    gc.collect()
    gc.freeze()  # what exists now is never collected: no page of it is copied just to be looked at
    try:
        for _ in range(min(processes, count)):
            end, far_end = context.Pipe(duplex=False)
            worker = context.Process(target=_work, args=(job, count, taken, far_end, [*ends, end]), daemon=True)
            worker.start()
            far_end.close()
            ends.append(end)
            workers.append(worker)
        if meanwhile:
            meanwhile()
        yield from _results(ends)
    finally:
        gc.unfreeze()
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
            worker.join()


def _results(ends: list[Connection]) -> Iterator[tuple[int, bytes]]:
    """What the workers send, until each has closed its end."""
    open_ends = list(ends)
    while open_ends:
        for end in multiprocessing.connection.wait(open_ends):
            assert isinstance(end, Connection)  # noqa: S101 - wait() returns what it was given
            try:
                data = end.recv_bytes()
            except (EOFError, OSError):
                open_ends.remove(end)
                end.close()
                continue
            yield int.from_bytes(data[:4], "big"), data[4:]


def _work(
    job: Job,
    count: int,
    taken: multiprocessing.sharedctypes.Synchronized[int],
    out: Connection,
    others: list[Connection],
) -> None:
    for end in others:
        end.close()
    gc.set_threshold(50_000)  # it lives for seconds, and most of what it makes is freed without the collector
    while True:
        with taken.get_lock():
            first = taken.value
            taken.value = first + BATCH
        if first >= count:
            break
        for number in range(first, min(first + BATCH, count)):
            try:
                result = job(number)
            except Exception:  # noqa: BLE001, S112 - the parent does it again and meets the error itself
                continue
            out.send_bytes(number.to_bytes(4, "big") + result)
    out.close()
    os._exit(0)  # no atexit handler or buffer of the parent runs twice
