"""Record: the identity under everything that is read, worked on, filed, linked and found."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    CheckConstraint,
    Connection,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    event,
    insert,
    inspect,
    update,
)
from sqlalchemy.orm import AttributeState, Mapped, Mapper, mapped_column

from app.core import clock
from app.core.db import Base


class Record(Base):
    """One identity: what it is (`kind`, a name of `app.records.kinds`) and whose.

    Whatever has readers, lines of work, approval, links, files, notices or a trail hangs on this
    row by a real foreign key, so that those rooms need to know no kind of thing.
    """

    __tablename__ = "record"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    urgency: Mapped[int] = mapped_column(server_default="0")
    """That of its thing, kept equal by it: what hangs on records is ordered by it."""


class Recorded:
    """Mixin of a mapped class whose rows are records: each is given its identity when written.

    The class has `agency_id`, and names the column that holds the identity in `record_key`; where
    its things are more or less urgent, `urgency` says so.
    """

    record_key: ClassVar[str] = "id"

    @property
    def record_kind(self) -> str:
        """The name of its kind, kept in the record; what it is called in the database suffices."""
        return str(inspect(type(self)).polymorphic_identity or self.__tablename__)  # type: ignore[attr-defined]


@event.listens_for(Recorded, "before_insert", propagate=True)
def _give_identity(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    """Nobody has to think of it, and nothing is written without it."""
    values = {"kind": row.record_kind, "agency_id": row.agency_id}
    urgency = _urgency(row)
    if urgency is not None:
        values["urgency"] = urgency.value or 0
    known = getattr(row, row.record_key)
    if known is not None:
        values["id"] = known
    made = insert(Record).values(values).returning(Record.id)
    setattr(row, row.record_key, connection.scalar(made))


@event.listens_for(Recorded, "before_update", propagate=True)
def _keep_urgency(_mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    urgency = _urgency(row)
    if urgency is not None and urgency.history.has_changes():
        of_row = Record.id == getattr(row, row.record_key)
        connection.execute(update(Record).where(of_row).values(urgency=urgency.value))


def _urgency(row: Any) -> AttributeState | None:
    """What its mapper knows of its urgency, if it has any."""
    found: AttributeState | None = inspect(row).attrs.get("urgency")
    return found


class RecordReader(Base):
    """A token whose holders may read the record, and the ground on which they may.

    Tokens: "a3" the whole of agency 3, "s3" its one-stop shop, "u7" the head of unit 7,
    "p12a3" person 12 at work in agency 3. One token may read by several grounds; the right goes
    with the last of them.
    """

    __tablename__ = "record_reader"
    __table_args__ = (
        Index("ix_record_reader_of_record", "record_id", "token"),
        Index("ix_record_reader_ground", "ground", "ground_id", "record_id"),
    )

    token: Mapped[str] = mapped_column(String(24), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    ground: Mapped[str] = mapped_column(String(12), primary_key=True)
    """One of rules.WORDS."""
    ground_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """Which line, step, delivery or dossier; 0 where there is but one."""


class RecordOpening(Base):
    """A person opened the record for the first time."""

    __tablename__ = "record_opening"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class RecordLink(Base):
    """`from` answers, replaces, corrects, is related to or a likely twin of `to`."""

    __tablename__ = "record_link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id", "kind"),
        CheckConstraint("kind IN ('reply', 'replaces', 'related', 'twin', 'corrects')", "kind"),
        CheckConstraint("from_id <> to_id", "two_records"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    from_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
