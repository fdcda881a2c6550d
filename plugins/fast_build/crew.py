"""Does numbered jobs in this process and in forked ones, whichever is free taking the next.

A fork sees everything that the parent has built so far, so that neither posts nor templates are ever sent; only results
travel back. What is still to be done lies as tickets in a pipe, from which each process takes the next: no lock is left
behind by one that dies. It takes the results of its last jobs with it: those are missing from what is returned, and
the caller does them itself. (concurrent.futures was the other choice: with it one dead worker ends the whole pool, and the
process that waits does nothing.)
"""

from __future__ import annotations

import fcntl
import gc
import multiprocessing
import os
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import TypeVar

Job = Callable[[int], bytes]
Thing = TypeVar("Thing")
FEWEST = 12
"""Below this many jobs, forking costs more than it brings."""
BATCH = 4
"""Jobs a ticket is for: few, so that the last process does not lag behind."""
TICKET = 4
"""Bytes."""
MOST_TICKETS = 8_000
"""So many are sure to find room in a pipe before anybody takes one."""
ROOM = 1 << 20
"""Bytes of results that may wait until this process has time for them, where the system can give so much."""


def run_forked(
    job: Job,
    count: int,
    processes: int,
    *,
    own: Job | None = None,
    meanwhile: Callable[[], object] | None = None,
) -> Iterator[tuple[int, bytes]]:
    """Yield (number, job(number)) for the numbers 0 … count-1, in nearly this order; `processes` includes this one.

    A number whose process died, or whose job raised there, is left out. `own` is the job as this process does it; what it raises is
    raised. `meanwhile` is what this process does first.
    """
    size = max(BATCH, -(-count // MOST_TICKETS))
    tickets = _tickets(-(-count // size))
    context = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    workers = []
    gc.freeze()  # what exists now is never collected: no page of it is copied just to be looked at
    try:
        for _ in range(min(processes, count) - 1):
            end, far_end = context.Pipe(duplex=False)
            with suppress(AttributeError, OSError):
                fcntl.fcntl(far_end.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
            numbers = _numbers(tickets, size, count)
            worker = context.Process(target=_work, args=(job, numbers, far_end, [*ends, end]), daemon=True)
            with _uninterrupted():
                worker.start()
            far_end.close()
            ends.append(end)
            workers.append(worker)
        if meanwhile:
            meanwhile()
        yield from _results(own or job, _numbers(tickets, size, count), ends)
    finally:
        gc.unfreeze()
        os.close(tickets)
        for worker in workers:
            if worker.is_alive():
                worker.terminate()
            worker.join()


def spread(job: Callable[[Thing], bytes], things: Sequence[Thing], processes: int) -> Iterator[bytes]:
    """Yield job(thing) for each thing, in order, as `map` does."""
    if processes == 1 or len(things) < FEWEST:
        yield from map(job, things)
        return
    came: dict[int, bytes] = {}
    due = 0
    for number, result in run_forked(lambda number: job(things[number]), len(things), processes):
        came[number] = result
        while due in came:
            yield came.pop(due)
            due += 1
    for number in range(due, len(things)):
        yield came.pop(number) if number in came else job(things[number])


def _tickets(count: int) -> int:
    """The end of a pipe from which tickets 0 … count-1 are taken."""
    taking, giving = os.pipe()
    os.write(giving, b"".join(number.to_bytes(TICKET, "big") for number in range(count)))
    os.close(giving)
    return taking


def _numbers(tickets: int, size: int, count: int) -> Iterator[int]:
    """The numbers of the tickets that this process takes, each when it is asked for."""
    while ticket := os.read(tickets, TICKET):
        first = size * int.from_bytes(ticket, "big")
        yield from range(first, min(first + size, count))


def _results(own: Job, numbers: Iterator[int], ends: list[Connection]) -> Iterator[tuple[int, bytes]]:
    """What the workers send, until each has closed its end, and what this process does when nothing has come."""
    working = True
    by_file = {end.fileno(): end for end in ends}
    poll = select.poll()
    for file in by_file:
        poll.register(file, select.POLLIN)
    while working or by_file:
        ready = poll.poll(0 if working else None) if by_file else []
        for file, _ in ready:
            try:
                data = by_file[file].recv_bytes()
            except (EOFError, OSError):
                poll.unregister(file)
                by_file.pop(file).close()
                continue
            yield int.from_bytes(data[:4], "big"), data[4:]
        if working and not ready:
            number = next(numbers, None)
            working = number is not None
            if number is not None:
                yield number, own(number)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Have Ctrl-C wait: while a process is forked Python would print it and go on, in both processes."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(job: Job, numbers: Iterator[int], out: Connection, others: list[Connection]) -> None:
    """What a forked process does. It ends without a word, however it ends: the parent speaks, if it is there."""
    done = False
    try:
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        for end in others:
            end.close()
        gc.set_threshold(50_000)  # it lives for seconds, and most of what it makes is freed without the collector
        for number in numbers:
            try:
                result = job(number)
            except Exception:  # noqa: BLE001, S112 - the parent does it again and meets the error itself
                continue
            out.send_bytes(number.to_bytes(4, "big") + result)
        out.close()
        done = True
    finally:
        os._exit(not done)  # no atexit handler or buffer of the parent runs twice
