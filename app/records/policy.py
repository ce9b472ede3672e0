"""Who may read a record, once for a row and once for SQL, where who asks is a parameter.

Whoever may read nothing has no token.
"""

from collections.abc import Callable, Iterable

from sqlalchemy import ColumnElement, literal_column, select
from sqlalchemy.orm import QueryableAttribute

from app.core.asking import MY_TOKENS
from app.core.policy import ANYBODY, Actor
from app.records.models import RecordReader
from app.records.rules import Reader

IdColumn = QueryableAttribute[int] | QueryableAttribute[int | None]
READS_ALL = "documents.read_agency"


def is_readable(record_id: IdColumn) -> ColumnElement[bool]:
    """True for rows that name a record in this column which the actor may read.

    Each row is looked up among the readers: right for rows that are found by something else, like
    one record or the lines a person holds. OFFSET 0 keeps PostgreSQL from joining all that was
    ever given to these tokens instead.
    """
    reader = select(RecordReader.token).where(
        RecordReader.record_id == record_id, RecordReader.token.in_(MY_TOKENS)
    )
    reader = reader.offset(literal_column("0"))
    return reader.correlate_except(RecordReader).exists()


def readable_in(record_id: IdColumn) -> Callable[[Actor], ColumnElement[bool]]:
    """The same for a long list, said in one of two ways that mean the same.

    Who reads a whole agency finds nearly every row readable: each row is looked up as it comes,
    newest first. Who reads a few records is better served by those few. A constant statement,
    which is for anybody, looks its rows up one by one.
    """
    one_by_one, among = is_readable(record_id), among_few(record_id)

    def said_for(actor: Actor) -> ColumnElement[bool]:
        is_long = actor is ANYBODY or actor.may(READS_ALL)
        return one_by_one if is_long else among

    return said_for


def among_few(record_id: IdColumn) -> ColumnElement[bool]:
    """The same for who reads a few records: rows are looked up among those."""
    return record_id.in_(select(RecordReader.record_id).where(RecordReader.token.in_(MY_TOKENS)))


def may_read(actor: Actor, readers: Iterable[Reader]) -> bool:
    """The same for one record whose readers are at hand (see `queries.readers_of`)."""
    return bool(grounds(actor, readers))


def grounds(actor: Actor, readers: Iterable[Reader]) -> list[Reader]:
    """Those of the readers whom the actor stands for: why they may read it."""
    return [one for one in readers if one.token in actor.tokens]


def reads_for(actor: Actor, readers: Iterable[Reader]) -> str:
    """In whose name the actor reads it, where only the post of another lets them."""
    tokens = {one.token for one in readers}
    return actor.in_name_of(lambda post: not tokens.isdisjoint(post.tokens))
