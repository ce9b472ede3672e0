"""Who may read a record, once for a row and once for SQL. Whoever may read nothing has no token."""

from collections.abc import Callable, Iterable

from sqlalchemy import BindParameter, ColumnElement, String, bindparam, literal_column, select
from sqlalchemy.orm import QueryableAttribute

from app.core.asking import MY_TOKENS
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
    if READS_ALL in actor.permissions:
        return is_readable(record_id, _own(actor))
    return _among(record_id, _own(actor))


def reads(actor: Actor, record_id: IdColumn) -> ColumnElement[bool]:
    """The same for rows that name a record in this column, without joining it."""
    return is_readable(record_id, _own(actor))


def is_readable(record_id: IdColumn, tokens: BindParameter[str] = MY_TOKENS) -> ColumnElement[bool]:
    """True for rows that name a record in this column which the actor may read.

    For a constant statement, which is executed with `core.asking.given(actor)`. It looks each row
    up among the readers: right for few rows that are found by something else.

    OFFSET 0 keeps PostgreSQL from joining all that was ever given to these tokens instead."""
    reader = select(RecordReader.token).where(
        RecordReader.record_id == record_id, RecordReader.token.in_(tokens)
    )
    reader = reader.offset(literal_column("0"))
    return reader.correlate_except(RecordReader).exists()


def readable_in(record_id: IdColumn) -> Callable[[Actor], ColumnElement[bool]]:
    """The same for a list, whose statements are built of constants: either way is said once."""
    one_by_one, few = is_readable(record_id), _among(record_id, MY_TOKENS)
    return lambda actor: one_by_one if READS_ALL in actor.permissions else few


def _among(record_id: IdColumn, tokens: BindParameter[str]) -> ColumnElement[bool]:
    return record_id.in_(select(RecordReader.record_id).where(RecordReader.token.in_(tokens)))


def _own(actor: Actor) -> BindParameter[str]:
    return bindparam("my_tokens", list(actor.tokens), String(), expanding=True)


def may_read(actor: Actor, readers: Iterable[Reader]) -> bool:
    """The same for one record whose readers are at hand (see `queries.readers_of`)."""
    return bool(grounds(actor, readers))


def grounds(actor: Actor, readers: Iterable[Reader]) -> list[Reader]:
    """Those of the readers whom the actor stands for: why they may read it."""
    return [one for one in readers if one.token in actor.tokens]
