"""Writing rows: into the index that is searched, or into a new one that takes its place."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from psycopg import Connection

from search_index.backends._postgres import layout
from search_index.protocol import IndexedDocument

_KEY = 4_729_001
"""Of the advisory lock of the one writer."""
_NEW = f"{layout.TABLE}_new"


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


def put(connection: Connection[Any], documents: Iterable[IndexedDocument]) -> None:
    """Add the documents, each in the place of the one with its id."""
    names = layout.Row._fields
    values = ", ".join(["%s"] * (len(names) - 1))
    changed = ", ".join(f"{name} = excluded.{name}" for name in names[1:])
    connection.cursor().executemany(
        f"INSERT INTO {layout.TABLE} ({layout.COLUMNS})"
        f" VALUES ({values}, array_to_tsvector(%s::text[]))"
        f" ON CONFLICT (id) DO UPDATE SET {changed}",
        map(layout.row, documents),
    )


def remove(connection: Connection[Any], ids: Iterable[int]) -> None:
    """Take documents out."""
    connection.execute(f"DELETE FROM {layout.TABLE} WHERE id = ANY(%s)", (list(ids),))


def exists(connection: Connection[Any]) -> bool:
    """Whether there is an index."""
    return connection.execute("SELECT to_regclass(%s)", (layout.TABLE,)).fetchone() != (None,)


def drop(connection: Connection[Any]) -> None:
    """Remove the index."""
    connection.execute(f"DROP TABLE IF EXISTS {layout.TABLE}, {layout.SAMPLE}")


def build(connection: Connection[Any], documents: Iterable[IndexedDocument]) -> None:
    """Make a new index of all documents, and put it in the place of the one that is searched."""
    connection.execute("SET LOCAL lock_timeout = 0")
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {layout.TABLE.split('.')[0]}")
    connection.execute(layout.CREATE.format(table=_NEW))
    sample = _fill(connection, documents)
    connection.execute(layout.INDEXES.format(table=_NEW))
    drop(connection)
    connection.execute(f"ALTER TABLE {_NEW} RENAME TO {layout.TABLE.split('.')[1]}")
    connection.execute(layout.CREATE_SAMPLE)
    with connection.cursor().copy(f"COPY {layout.SAMPLE} FROM STDIN") as copy:
        for token, mask in sample.items():
            copy.write_row((token, mask.to_bytes(-(-mask.bit_length() // 8), "big")))


def _fill(connection: Connection[Any], documents: Iterable[IndexedDocument]) -> dict[str, int]:
    seen: set[int] = set()
    sample: dict[str, int] = {}
    bits = count()
    with connection.cursor().copy(f"COPY {_NEW} ({layout.COLUMNS}) FROM STDIN") as copy:
        for document in documents:
            if document.id in seen:
                continue
            seen.add(document.id)
            row = layout.row(document)
            copy.write_row((*row[:-1], " ".join(map(layout.quoted, row.tokens))))
            if document.id % layout.STEP == 0:
                bit = 1 << next(bits)
                for token in layout.sampled(row):
                    sample[token] = sample.get(token, 0) | bit
    return sample
