"""What is kept from build to build, in one SQLite file: converted posts, and what pages were made of.

SQLite, because it already is what this needs: two builds may use it at once, and a crash leaves it whole. It does not
notice when bytes inside a value change, so each value has a checksum of its own. (CRC-32 takes 4 µs for a post, SHA-256 10
and BLAKE2 18; nobody is to be kept from forging here, since what is kept can run nothing.)
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from ..one_run import OneRun

logger = logging.getLogger(__name__)
Told = TypeVar("Told")
DAY = 86_400
PATIENCE = 2.0
"""Seconds to wait while another process has the file for itself: whoever writes here takes a tenth of one."""
SUM = 4
"""Bytes of a checksum."""
BUSY = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA})
"""What SQLite says of a file in which something else stands than was put."""
DROPPED = "%s: the kept posts can't be read (%s); they are dropped and made again."
UNUSABLE = "%s: nothing can be kept there (%s), so each build makes everything anew; delete it or make room, and let it be written."
HELD = "%s: another process keeps it locked (%s); this build waits no longer and keeps nothing more."


class Kept(OneRun):
    """A mapping of keys to bytes on disk for one run, opened when it is asked, and again after `close`.

    A file that can't be read, or holds something else than what was put, is dropped; one that can't be used is left alone and asked
    nothing more in this run. Either is said in one line, and nothing here ever stops a build.
    """

    def __init__(self, path: Path, patience: float = PATIENCE) -> None:
        self._path = path
        self._patience = patience
        self._database: sqlite3.Connection | None = None
        self._usable = True
        self._dropped = False

    def is_empty(self) -> bool:
        """Whether there is nothing at all."""
        try:
            database = self._open()
            return database is None or database.execute("SELECT key FROM kept LIMIT 1").fetchone() is None
        except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
            self._give_up(error)
            return True

    def find(self, keys: Iterable[bytes]) -> frozenset[bytes]:
        """Those of these keys that are kept."""
        return frozenset(self._told("key", keys, lambda row: row[0]))

    def get(self, key: bytes) -> bytes:
        """What is kept for one key; b"" without."""
        return next((value for _, value in self.get_many([key])), b"")

    def get_many(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Those of these keys that are kept, with their values, of which one at a time is in memory."""
        return self._told("key, value", keys, _unsealed)

    def _told(self, columns: str, keys: Iterable[bytes], tell: Callable[[Any], Told]) -> Iterator[Told]:
        wanted = list(keys)
        try:
            for start in range(0, len(wanted), 500):
                if not (database := self._open()):
                    return
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                yield from map(tell, database.execute(f"SELECT {columns} FROM kept WHERE key IN ({marks})", some))  # noqa: S608 - only marks
        except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
            self._give_up(error)

    def put_many(self, values: Mapping[bytes, bytes], asked: Iterable[bytes], *, now: int, days: int) -> None:
        """Keep new values, note which keys were asked for, forget those that nobody asked for in `days`; `now` in seconds."""
        stale = now - DAY  # a time stamp a day old is exact enough, and a warm build then writes nothing
        try:
            if not (database := self._open()):
                return
            with closing(database.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.executemany(
                    "INSERT OR REPLACE INTO kept (key, value, used) VALUES (?, ?, ?)",
                    ((key, _sum(key, value) + value, now) for key, value in values.items()),
                )
                cursor.executemany(
                    "UPDATE kept SET used = ? WHERE key = ? AND used < ?", ((now, key, stale) for key in asked)
                )
                cursor.execute("DELETE FROM kept WHERE used < ?", (now - days * DAY,))
                cursor.execute("COMMIT")
        except Exception as error:  # noqa: BLE001 - as above
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None

    def _open(self) -> sqlite3.Connection | None:
        """The file; None when it can't be used. What was dropped is tried once more."""
        while self._database is None and self._usable:
            try:
                self._database = self._connect()
            except Exception as error:  # noqa: BLE001 - as above
                self._give_up(error)
        return self._database

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=self._patience, isolation_level=None)
        database.text_factory = bytes
        try:
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute("PRAGMA page_size=32768")  # of a new file: half the time to write posts of 16 kB
            database.execute("PRAGMA cache_size=-256")  # kB: each row is read once, and 2 MB of them would be held
            database.execute(
                "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL)"
            )
            database.execute("SELECT key, value, used FROM kept LIMIT 1").fetchone()
        except Exception:
            database.close()
            raise
        return database

    def _give_up(self, error: Exception) -> None:
        """Drop a file that is damaged, once a run; of any other ask nothing more."""
        self.close()
        if not self._is_damage(error):
            busy = _code(error) in BUSY
            logger.warning(HELD if busy else UNUSABLE, self._path, error)
            self._usable = False
            return
        logger.warning(DROPPED, self._path, error)
        self._usable = not self._dropped
        self._dropped = True
        for ending in ("", "-journal"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink()

    def _is_damage(self, error: Exception) -> bool:
        """Whether an error lies in what the file holds; a byte in it may make SQLite take it for one that is not to be written."""
        if isinstance(error, sqlite3.OperationalError):
            misread = _code(error) == sqlite3.SQLITE_READONLY and os.access(self._path, os.W_OK)
            return _code(error) in DAMAGED or misread
        return not isinstance(error, OSError)


def _code(error: Exception) -> int:
    """SQLite's number of an error, 0 for one of somebody else."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _sum(key: bytes, value: bytes) -> bytes:
    """A checksum that the value has under this key alone."""
    return crc32(value, crc32(key)).to_bytes(SUM, "big")


def _unsealed(row: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    """A row's key and value. Raises ValueError for anything but what was put."""
    key, sealed = row
    value = sealed[SUM:]
    if sealed[:SUM] != _sum(key, value):
        raise ValueError("a value has changed")
    return key, value
