"""Record: the identity under everything that is read, worked on, filed, linked and found."""

from typing import Any, ClassVar

from sqlalchemy import Connection, ForeignKey, String, event, insert, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

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


class Recorded:
    """Mixin of a mapped class whose rows are records: each is given its identity when written.

    The class has `agency_id`, and names the column that holds the identity in `record_key`.
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
    known = getattr(row, row.record_key)
    if known is not None:
        values["id"] = known
    made = insert(Record).values(values).returning(Record.id)
    setattr(row, row.record_key, connection.scalar(made))
