"""The parts of an index in tables of a database."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from secrets import token_hex
from typing import Any, BinaryIO

import numpy as np
from psycopg import Connection

from search_index.backends._arrays import VERSION
from search_index.backends._arrays.inverted import Numbers
from search_index.backends._arrays.segment import write
from search_index.backends._arrays.snapshot import FAN, batches, first_of_each
from search_index.backends._postgres import parts as of_parts
from search_index.backends._postgres.parts import Parts, file_of
from search_index.protocol import IndexedDocument

_KEY = 4_729_001
"""Of the advisory lock of the one who merges and builds."""
_SCHEMA = "search_index"
SEGMENTS = f"{_SCHEMA}.segments_{VERSION}"
PIECES = f"{_SCHEMA}.pieces_{VERSION}"
_TURNS = f"{_SCHEMA}.turns_{VERSION}"
_PIECE = 2**20  # bytes; a value may have a thousand times as many, all of them at once in memory
_CREATE = f"""
CREATE SCHEMA IF NOT EXISTS {_SCHEMA};
CREATE SEQUENCE IF NOT EXISTS {_TURNS};
CREATE TABLE {SEGMENTS} (
    name text PRIMARY KEY, told bytea NOT NULL, bytes bigint NOT NULL
);
CREATE TABLE {PIECES} (
    segment text REFERENCES {SEGMENTS} ON DELETE CASCADE, nth integer, data bytea NOT NULL,
    PRIMARY KEY (segment, nth)
);
ALTER TABLE {PIECES} ALTER data SET STORAGE EXTERNAL
"""
_TABLES = [
    f"{_SCHEMA}.{name}_{n}" for n in range(VERSION, 0, -1) for name in ("pieces", "segments")
]
_DROP = f"DROP TABLE IF EXISTS {', '.join(_TABLES)}, {_SCHEMA}.documents_1, {_SCHEMA}.sample_1"
"""What this version has, and what those before had, of which the first kept vectors."""


@contextmanager
def locked(connection: Connection[Any], timeout: float) -> Iterator[None]:
    """Hold the writer's lock, and a transaction; it is let go of if we die.

    Raises:
        LockNotAvailable: another held it for so many seconds.
    """
    with connection.transaction():
        connection.execute(f"SET LOCAL lock_timeout = {max(1, round(timeout * 1_000))}")
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (_KEY,))
        yield


def put(
    connection: Connection[Any], documents: Iterable[IndexedDocument], gone: Collection[int]
) -> None:
    """Tell of documents, and of others that they are gone; waits for nobody."""
    turn = _next_turn(connection)
    for batch in batches(documents):
        file = BytesIO()
        write(file, [(batch, np.ones(len(batch.stamps), bool))])
        file.seek(0)
        _save(connection, token_hex(8), of_parts.told(batch.stamps[:, 0], turn), file)
    if gone:
        _save(connection, token_hex(8), of_parts.told(gone, turn), BytesIO())


def tidy(connection: Connection[Any], folder: Path, parts: Parts) -> None:
    """Make few of the parts. For the holder of the lock, who read them under it."""
    before = dict(parts)
    of_parts.merge(folder, parts, FAN)
    _upload(connection, folder, {name: parts[name] for name in parts.keys() - before.keys()})
    _remove(connection, before.keys() - parts.keys())


def build(connection: Connection[Any], folder: Path, documents: Iterable[IndexedDocument]) -> None:
    """Put all documents in the place of what is there; what is told meanwhile is newer."""
    connection.execute("SET LOCAL lock_timeout = 0")
    if not exists(connection):
        connection.execute(_DROP)
        connection.execute(_CREATE)
    turn, before = _next_turn(connection), names(connection)
    parts: Parts = {}
    for batch in batches(first_of_each(documents)):
        parts |= of_parts.made(folder, batch, turn)
        of_parts.merge(folder, parts, FAN)
    of_parts.merge(folder, parts, 2)
    _upload(connection, folder, parts)
    _remove(connection, before)


def exists(connection: Connection[Any]) -> bool:
    """Whether there is an index."""
    return connection.execute("SELECT to_regclass(%s)", (SEGMENTS,)).fetchone() != (None,)


def drop(connection: Connection[Any]) -> None:
    """Remove the index."""
    connection.execute(_DROP)


def names(connection: Connection[Any]) -> frozenset[str]:
    """The parts there are."""
    return frozenset(name for (name,) in connection.execute(f"SELECT name FROM {SEGMENTS}"))


def rows(connection: Connection[Any], wanted: Collection[str]) -> list[tuple[str, Numbers, int]]:
    """Of parts that there still are their names, what they tell, and the bytes of their files."""
    found = connection.cursor(binary=True).execute(
        f"SELECT name, told, bytes FROM {SEGMENTS} WHERE name = ANY(%s)", (list(wanted),)
    )
    return [
        (name, np.frombuffer(told, np.int64).reshape(-1, 2), size) for name, told, size in found
    ]


def fetch(connection: Connection[Any], name: str, path: Path) -> None:
    """Copy the file of a part, whole or not at all; cut short where the part was taken away."""
    new = path.with_name(f"{path.name}.{token_hex(4)}")
    asked = f"SELECT data FROM {PIECES} WHERE segment = %s AND nth = %s"
    cursor = connection.cursor(binary=True)
    with new.open("wb") as file:
        nth = 0
        while piece := cursor.execute(asked, (name, nth)).fetchone():
            file.write(piece[0])
            nth += 1
    new.replace(path)


def _next_turn(connection: Connection[Any]) -> int:
    row = connection.execute(f"SELECT nextval('{_TURNS}')").fetchone()
    assert row is not None, "a sequence has a next value"
    return int(row[0])


def _upload(connection: Connection[Any], folder: Path, parts: Parts) -> None:
    for name, part in parts.items():
        with (folder / file_of(name)).open("rb") as file:
            _save(connection, name, part.told, file)


def _save(connection: Connection[Any], name: str, told: Numbers, file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    values = name, told.tobytes(), size
    connection.execute(f"INSERT INTO {SEGMENTS} VALUES (%s, %s, %s)", values)
    into = f"COPY {PIECES} FROM STDIN (FORMAT binary)"
    with connection.cursor().copy(into) as copy:
        copy.set_types(("text", "int4", "bytea"))
        for nth, piece in enumerate(iter(partial(file.read, _PIECE), b"")):
            copy.write_row((name, nth, piece))


def _remove(connection: Connection[Any], those: Collection[str]) -> None:
    connection.execute(f"DELETE FROM {SEGMENTS} WHERE name = ANY(%s)", (list(those),))
