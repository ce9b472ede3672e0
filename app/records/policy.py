"""Who may read a record, once for a row and once for SQL. Whoever may read nothing has no token."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import ColumnElement, false, literal_column, select
from sqlalchemy.orm import QueryableAttribute

from app.core.policy import Actor
from app.records.models import RecordReader
from app.records.rules import Reader

IdColumn = QueryableAttribute[int] | QueryableAttribute[int | None]
READS_ALL = "documents.read_agency"


def readable(actor: Actor, record_id: IdColumn) -> ColumnElement[bool]:
    """True for rows of records the actor may read; put it into every list of them.

    It is said in one of two ways that mean the same. Who reads a whole agency finds nearly every
    row readable: each row of a list is looked up among the readers as it comes, newest first. Who
    reads a few records is better served by those few. A query that finds its few rows by
    something else, like the lines a person holds, asks with `reads`.
    """
    if not actor.tokens:
        return false()
    if READS_ALL in actor.permissions:
        return _looked_up(actor.tokens, record_id)
    return _among(actor.tokens, record_id)


def reads(actor: Actor, record_id: IdColumn) -> ColumnElement[bool]:
    """The same for rows that name a record in this column, without joining it."""
    return _looked_up(actor.tokens, record_id) if actor.tokens else false()


@lru_cache(maxsize=512)
def _looked_up(tokens: frozenset[str], record_id: IdColumn) -> ColumnElement[bool]:
    """OFFSET 0 keeps PostgreSQL from joining all that was ever given to these tokens instead."""
    reader = select(RecordReader.token).where(
        RecordReader.record_id == record_id, RecordReader.token.in_(tokens)
    )
    reader = reader.offset(literal_column("0"))
    return reader.correlate_except(RecordReader).exists()


@lru_cache(maxsize=512)
def _among(tokens: frozenset[str], record_id: IdColumn) -> ColumnElement[bool]:
    return record_id.in_(select(RecordReader.record_id).where(RecordReader.token.in_(tokens)))


def may_read(actor: Actor, readers: Iterable[Reader]) -> bool:
    """The same for one record whose readers are at hand (see `queries.readers_of`)."""
    return bool(grounds(actor, readers))


def grounds(actor: Actor, readers: Iterable[Reader]) -> list[Reader]:
    """Those of the readers whom the actor stands for: why they may read it."""
    return [one for one in readers if one.token in actor.tokens]
