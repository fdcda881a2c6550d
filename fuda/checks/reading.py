"""Reads the files of a built site from disk, on as many cores as there are."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path

from .facts import Facts
from .feeds import read_xml
from .pages import read_page
from .styles import read_style

_READERS: Mapping[str, Callable[[str, bytes], Facts]] = {
    ".html": read_page,
    ".htm": read_page,
    ".css": read_style,
    ".xml": read_xml,
    ".atom": read_xml,
    ".rss": read_xml,
}
_CHUNK = 50
_WORTH_A_POOL = 200


def list_files(output: Path) -> list[str]:
    """Every file below the folder as a POSIX path relative to it, sorted, in the case in which it is stored."""
    found = chain.from_iterable(
        (Path(folder, name).relative_to(output).as_posix() for name in names) for folder, _, names in os.walk(output)
    )
    return sorted(found)


def read_files(output: Path, paths: Sequence[str], processes: int | None = None) -> Iterator[Facts]:
    """The facts of those files that have any; `processes`: at the most so many, by default one a core."""
    readable = [path for path in paths if Path(path).suffix.lower() in _READERS]
    chunks = [readable[start : start + _CHUNK] for start in range(0, len(readable), _CHUNK)]
    processes = processes or os.cpu_count() or 1
    read = partial(_read_chunk, output)
    if processes == 1 or len(readable) < _WORTH_A_POOL:
        yield from chain.from_iterable(map(read, chunks))
        return
    with ProcessPoolExecutor(processes, initializer=_end_with_parent) as pool:
        yield from chain.from_iterable(pool.map(read, chunks))


def _end_with_parent() -> None:
    """In a worker: end when the parent was killed, where a pool's worker would wait for work for ever."""

    def wait() -> None:
        if parent := multiprocessing.parent_process():
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


def _read_chunk(output: Path, paths: Iterable[str]) -> list[Facts]:
    return [_READERS[Path(path).suffix.lower()](path, (output / path).read_bytes()) for path in paths]
