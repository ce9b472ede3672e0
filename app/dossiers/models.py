"""Work files: a title, an owner, and the records in it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.organisation.models import Person


class Dossier(Base):
    """hồ sơ công việc (Decree 30/2020, articles 28 to 30)."""

    __tablename__ = "dossier"
    __table_args__ = (
        UniqueConstraint("agency_id", "year", "code"),
        CheckConstraint("closed_on IS NULL OR closed_on >= opened_on", "span"),
        Index("ix_dossier_list", "agency_id", "closed_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    year: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    """số và ký hiệu hồ sơ: "01.TCCB"."""
    title: Mapped[str] = mapped_column(String(500))
    folded: Mapped[str] = mapped_column(String(600))
    """Code and title in lower case without marks, for finding."""
    retention: Mapped[str] = mapped_column(String(2), default="06")
    """Code of the period, one of rules.RETENTIONS."""
    opened_on: Mapped[date]
    closed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)

    owner: Mapped[Person] = relationship(foreign_keys=[owner_id])


class DossierRecord(Base):
    """A record in a dossier; one record may lie in several."""

    __tablename__ = "dossier_record"

    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossier.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True, index=True)
    ordinal: Mapped[int]
    """Given once, counting up; a record taken out leaves its ordinal unused."""
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
