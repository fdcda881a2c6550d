"""Printed cards on disk, in one SQLite file: two builds at once may use it, and a crash leaves it whole."""

from __future__ import annotations

import logging
import marshal
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

logger = logging.getLogger(__name__)
_DAMAGED = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA})
"""What SQLite says of a file in which something else stands than was put."""
_TABLE = "CREATE TABLE IF NOT EXISTS posts (key BLOB, post TEXT, cards BLOB, PRIMARY KEY (post, key))"
_FORGET = """DELETE FROM posts WHERE key NOT IN
    (SELECT key FROM posts GROUP BY key ORDER BY max(rowid) DESC LIMIT 4)"""
"""Drafting, publishing and a change back and forth are four keys; those written longest ago are of settings and versions gone by."""
_SUM = 4
"""Bytes of a checksum, which stands before each post's cards."""
_PATIENCE = 2.0
"""Seconds to wait while another process has the file for itself."""
AT_ONCE = 500
"""Posts that are read or written in one go."""


class KeptCard(NamedTuple):
    """A card, and what it was printed from."""

    element: str
    """What stands in the post until there is a card."""
    url: str
    file: str
    """The name of the entry's file, and its stamp."""
    stamp: tuple[int, ...]
    fetched: str
    """When the card was last seen well, ISO 8601."""
    pictures: tuple[str, ...]
    """The files of its pictures, as the entry names them."""
    html: bytes
    plain: bytes


class KeptCards:
    """The cards of each post, for builds with the same `key`. Nothing here ever stops a build."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._path = path
        self._key = key
        self._usable = True

    def get_many(self, posts: Iterable[str]) -> Iterator[tuple[str, list[KeptCard]]]:
        """Those that were put for these posts, with the post; some hundred posts are in memory at a time."""
        wanted = list(posts)
        for start in range(0, len(wanted) if self._path.exists() else 0, AT_ONCE):
            found: list[tuple[str, list[KeptCard]]] = []
            self._with_file(partial(self._get, wanted[start : start + AT_ONCE], found))
            yield from found

    def _get(self, posts: list[str], found: list[tuple[str, list[KeptCard]]], database: sqlite3.Connection) -> None:
        marks = ",".join("?" * len(posts))
        query = f"SELECT post, cards FROM posts WHERE key = ? AND post IN ({marks})"  # noqa: S608 - only marks
        for name, row in database.execute(query, [self._key, *posts]):
            post, cards = name.decode(), row[_SUM:]
            if row[:_SUM] != _sum(self._key, post, cards):
                raise ValueError("a post's cards have changed")
            # marshal, since it takes a fifth of JSON's time and runs nothing: the key tells Python's version
            found.append((post, [KeptCard._make(card) for card in marshal.loads(cards)]))  # noqa: S302

    def put_many(self, posts: Mapping[str, Collection[KeptCard]]) -> None:
        """Keep these in the place of what there was for these posts, and forget the keys that were used longest ago."""
        packed = ((post, marshal.dumps([tuple(card) for card in cards])) for post, cards in posts.items())
        rows = [(self._key, post, _sum(self._key, post, cards) + cards) for post, cards in packed]

        def put(database: sqlite3.Connection) -> None:
            with database:
                database.executemany("INSERT OR REPLACE INTO posts VALUES (?, ?, ?)", rows)
                database.execute(_FORGET)

        self._with_file(put)

    def _with_file(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """Do work with the file. One that is damaged is dropped; one that can't be used is asked nothing more in this build."""
        if not self._usable:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(self._path, timeout=_PATIENCE)) as database:
                database.text_factory = bytes
                database.execute("PRAGMA synchronous=NORMAL")
                database.execute(_TABLE)
                work(database)
        except Exception as error:  # noqa: BLE001 - a damaged file may raise anything
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Drop a file that is damaged; ask any other nothing more in this build."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        misread = code == sqlite3.SQLITE_READONLY and os.access(self._path, os.W_OK)
        if isinstance(error, OSError | sqlite3.OperationalError) and code not in _DAMAGED and not misread:
            self._usable = False
            message = "%s: no cards can be kept there (%s), so each build prints all; delete it or make room, and let it be written."
        else:
            message = "%s: the kept cards can't be read (%s); they are dropped and printed again."
            with suppress(OSError):
                self._path.unlink()
        logger.warning(message, self._path, error)


def _sum(key: bytes, post: str, cards: bytes) -> bytes:
    """A checksum that the cards have in this row alone: SQLite does not notice when bytes inside a value change."""
    return crc32(cards, crc32(post.encode("utf-8", "surrogatepass"), crc32(key))).to_bytes(_SUM, "big")
