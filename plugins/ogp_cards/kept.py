"""Printed cards on disk, in one SQLite file: two builds at once may use it, and a crash leaves it whole."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

logger = logging.getLogger(__name__)
_DAYS = 60
_TABLE = """CREATE TABLE IF NOT EXISTS cards (
    key BLOB, made INTEGER, element TEXT, url TEXT, file TEXT, stamp TEXT, fetched TEXT, pictures TEXT, html TEXT, plain TEXT,
    PRIMARY KEY (element, key))"""
_COLUMNS = "element, url, file, stamp, fetched, pictures, html, plain"
_AT_ONCE = 500


class KeptCard(NamedTuple):
    """A card, and what it was printed from."""

    element: str
    """What stands in the post until there is a card."""
    url: str
    file: str
    """The name of the entry's file, and its stamp."""
    stamp: str
    fetched: str
    """When the card was last seen well, ISO 8601."""
    pictures: str
    """The files of its pictures, as the entry names them, with spaces between."""
    html: str
    plain: str


class KeptCards:
    """Cards by their elements, for builds with the same `key`. Nothing here ever stops a build."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key

    def get_many(self, elements: Iterable[str]) -> dict[str, KeptCard]:
        """Those that are kept."""
        found: dict[str, KeptCard] = {}
        wanted = list(elements)

        def get(database: sqlite3.Connection) -> None:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                rows = database.execute(
                    f"SELECT {_COLUMNS} FROM cards WHERE key = ? AND element IN ({marks})",  # noqa: S608 - only marks
                    [self._key, *some],
                )
                found.update((row[0], KeptCard._make(row)) for row in rows)

        if wanted and self._path.exists():
            self._with_file(get)
        return found

    def put_many(self, cards: Iterable[KeptCard], now: int) -> None:
        """Keep these, and forget what was printed 60 days ago; `now` in seconds since 1970."""
        marks = ",".join("?" * (2 + len(KeptCard._fields)))

        def put(database: sqlite3.Connection) -> None:
            with database:
                database.executemany(
                    f"INSERT OR REPLACE INTO cards (key, made, {_COLUMNS}) VALUES ({marks})",  # noqa: S608 - only marks
                    ((self._key, now, *card) for card in cards),
                )
                database.execute("DELETE FROM cards WHERE made < ?", (now - _DAYS * 86_400,))

        self._with_file(put)

    def _with_file(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do work with the file; what cannot be done is left undone, and a file that is no database is dropped."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=5)) as database:
                database.execute("PRAGMA synchronous=NORMAL")
                database.execute(_TABLE)
                work(database)
        except sqlite3.OperationalError as error:  # locked, read-only, full, or with other columns
            logger.debug("%s: %s; this build keeps no cards", self._path, error)
        except sqlite3.DatabaseError as error:
            logger.debug("%s: %s; it is made anew", self._path, error)
            with suppress(OSError):
                self._path.unlink()
        except OSError as error:
            logger.debug("%s: %s; this build keeps no cards", self._path, error)
