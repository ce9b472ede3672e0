"""Days on which an agency works otherwise than in a usual week, and how long work may take."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

OF_ALL = text("agency_id IS NULL")


class DayException(Base):
    """A holiday, a make-up working day, or half of one (`rules.working_time.Works`); with no agency
    it is for all."""

    __tablename__ = "day_exception"
    __table_args__ = (
        UniqueConstraint("day", "agency_id"),
        # Databases count two rows with no agency as different.
        Index(
            "ix_day_exception_of_all",
            "day",
            unique=True,
            sqlite_where=OF_ALL,
            postgresql_where=OF_ALL,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    day: Mapped[date]
    works: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))


class UsualSpan(Base):
    """How long work may usually take (`rules.usual.Usual`), from a day on."""

    __tablename__ = "usual_span"
    __table_args__ = (CheckConstraint("urgency BETWEEN 0 AND 3", "urgency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    type_code: Mapped[str | None] = mapped_column(ForeignKey("document_type.code"))
    urgency: Mapped[int | None]
    since: Mapped[date]
    span: Mapped[str | None] = mapped_column(String(40))
