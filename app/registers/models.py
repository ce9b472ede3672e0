"""Registers, their number series, and every number ever taken."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base


class Register(Base):
    """A book of an agency: incoming or outgoing (Decree 30/2020, annex IV)."""

    __tablename__ = "register"
    __table_args__ = (CheckConstraint("direction IN ('incoming', 'outgoing')", "direction"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    direction: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(120))
    is_default: Mapped[bool] = mapped_column(default=False)
    is_off: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Nothing new is entered in it; what stands in it stays."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class ClosedYear(Base):
    """A year of a register that is closed (chốt sổ): its lines change by corrections alone."""

    __tablename__ = "closed_year"

    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class NumberSeries(Base):
    """One sequence of numbers in a register, restarting at 1 each year (article 15)."""

    __tablename__ = "number_series"

    id: Mapped[int] = mapped_column(primary_key=True)
    register_id: Mapped[int] = mapped_column(ForeignKey("register.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    is_default: Mapped[bool] = mapped_column(default=False)
    """Takes every document type of its register that no other series names."""
    version: Mapped[int] = mapped_column(default=1, server_default="1")

    register: Mapped[Register] = relationship()


class SeriesType(Base):
    """A document type that is numbered in this series."""

    __tablename__ = "series_type"

    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    type_code: Mapped[str] = mapped_column(ForeignKey("document_type.code"), primary_key=True)


class SeriesYear(Base):
    """The counter of a series in one year; its row is locked while a number is taken."""

    __tablename__ = "series_year"
    __table_args__ = (CheckConstraint("last_number >= 0", "counting"),)

    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last_number: Mapped[int] = mapped_column(default=0)


class TakenNumber(Base):
    """A number of a series: used by a document, reserved, or void; the last two with a reason."""

    __tablename__ = "taken_number"
    __table_args__ = (
        UniqueConstraint("series_id", "year", "number"),
        CheckConstraint("state IN ('used', 'reserved', 'void')", "state"),
        CheckConstraint("(state = 'used') = (document_id IS NOT NULL)", "used"),
        CheckConstraint("state = 'used' OR reason <> ''", "reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("number_series.id"))
    year: Mapped[int]
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(String(300), default="")
    kept_for: Mapped[date | None]
    """The day that the document of a reserved number is to bear; older ones say none."""
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def day(self) -> date:
        """The day of a reserved number: that it was kept for, else that on which it was kept."""
        return self.kept_for or clock.local(self.at).date()
