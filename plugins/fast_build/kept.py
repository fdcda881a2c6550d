"""Converted posts, kept from build to build in one SQLite file.

SQLite, because it already is what this needs: two builds may use it at once, and a crash leaves it whole.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)
DAY = 86_400


class Kept:
    """A mapping of keys to bytes on disk. A file that can't be read is dropped with one line; nothing here ever stops a build."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._database = self._open()

    def _open(self) -> sqlite3.Connection | None:
        for _ in range(2):
            try:
                return self._connect()
            except sqlite3.OperationalError as error:  # locked, read-only or full: leave the file alone
                logger.debug("%s: %s; this build keeps nothing.", self._path, error)
                return None
            except sqlite3.DatabaseError as error:
                logger.warning(
                    "%s: the kept posts can't be read (%s); they are dropped and made again.", self._path, error
                )
                self._drop()
            except OSError as error:
                logger.debug("%s: %s; this build keeps nothing.", self._path, error)
                return None
        return None

    def _connect(self) -> sqlite3.Connection:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        database = sqlite3.connect(self._path, timeout=5, isolation_level=None)
        database.text_factory = bytes
        try:
            database.execute("PRAGMA synchronous=NORMAL")
            database.execute(
                "CREATE TABLE IF NOT EXISTS kept (key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL)"
            )
            database.execute("SELECT key, value, used FROM kept LIMIT 1").fetchone()
        except sqlite3.Error:
            database.close()
            raise
        return database

    def _drop(self) -> None:
        for ending in ("", "-journal"):
            with suppress(OSError):
                self._path.with_name(self._path.name + ending).unlink()

    def find(self, keys: Iterable[bytes]) -> frozenset[bytes]:
        """Those of these keys that are kept."""
        return frozenset(key for (key,) in self._rows("key", keys))

    def get(self, key: bytes) -> bytes:
        """What is kept for one key; b"" without."""
        return next((value for (value,) in self._rows("value", [key])), b"")

    def get_many(self, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Those of these keys that are kept, with their values, of which one at a time is in memory."""
        yield from self._rows("key, value", keys)

    def _rows(self, columns: str, keys: Iterable[bytes]) -> Iterator[Any]:
        if self._database is None:
            return
        wanted = list(keys)
        try:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                yield from self._database.execute(f"SELECT {columns} FROM kept WHERE key IN ({marks})", some)  # noqa: S608 - only marks
        except sqlite3.Error as error:
            logger.warning("%s: the kept posts can't be read (%s); they are dropped and made again.", self._path, error)
            self.close()
            self._drop()
            self._database = self._open()

    def put_many(self, values: Mapping[bytes, bytes], asked: Iterable[bytes], *, now: int, days: int) -> None:
        """Keep new values, note which keys were asked for, forget those that nobody asked for in `days`; `now` in seconds."""
        if self._database is None:
            return
        stale = now - DAY  # a time stamp a day old is exact enough, and a warm build then writes nothing
        try:
            with closing(self._database.cursor()) as cursor:
                cursor.execute("BEGIN IMMEDIATE")
                cursor.executemany(
                    "INSERT OR REPLACE INTO kept (key, value, used) VALUES (?, ?, ?)",
                    ((k, v, now) for k, v in values.items()),
                )
                cursor.executemany(
                    "UPDATE kept SET used = ? WHERE key = ? AND used < ?", ((now, key, stale) for key in asked)
                )
                cursor.execute("DELETE FROM kept WHERE used < ?", (now - days * DAY,))
                cursor.execute("COMMIT")
        except sqlite3.Error as error:
            logger.debug("%s: %s; this build keeps nothing.", self._path, error)
            with suppress(sqlite3.Error):
                self._database.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the file."""
        if self._database is not None:
            with suppress(sqlite3.Error):
                self._database.close()
            self._database = None
