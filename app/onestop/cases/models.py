"""A case of the one-stop shop (hồ sơ thủ tục hành chính), a kind of record of its own."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core import clock
from app.core.db import Base
from app.core.text import fold
from app.deadlines.queries.counted import Counting
from app.records.models import Recorded


class Case(Recorded, Counting, Base):
    """What was promised to whom, by the version under which it was received.

    Who the applicant is stands here as they said it then: it is what form 01 was printed from.
    """

    __tablename__ = "shop_case"
    __table_args__ = (
        CheckConstraint("status BETWEEN 1 AND 10", "status"),
        CheckConstraint("status NOT IN (2, 4, 5, 6, 9, 10) OR received_at IS NOT NULL", "received"),
        Index("ix_shop_case_person", "agency_id", "identity"),
        Index("ix_shop_case_due", "agency_id", "status", "due_at"),
    )

    id: Mapped[int] = mapped_column(ForeignKey("record.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    """Where it was received."""
    code: Mapped[str] = mapped_column(String(60), unique=True)
    public_code: Mapped[str] = mapped_column(String(8), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("procedure_version.id"), index=True)
    procedure_id: Mapped[int] = mapped_column(ForeignKey("procedure.id"), index=True)
    procedure_code: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(500))
    """The name of the procedure in that version."""
    variant: Mapped[str] = mapped_column(String(200), default="")
    channel: Mapped[str] = mapped_column(String(8))
    return_way: Mapped[str] = mapped_column(String(8))
    sets: Mapped[int] = mapped_column(default=1)
    applicant_kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    identity: Mapped[str] = mapped_column(String(20))
    born_on: Mapped[date | None]
    gender: Mapped[str] = mapped_column(String(10), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    submitter: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(500), default="")
    folded: Mapped[str] = mapped_column(String(1000), default="")
    """Code, name and procedure as they are looked for."""
    status: Mapped[int]
    step: Mapped[int] = mapped_column(default=0)
    """The place of the step it is at, from 1; 0 while it was not received."""
    step_since: Mapped[datetime | None]
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)
    received_at: Mapped[datetime | None]
    """Complete and correct: what is promised counts from here."""
    due_at: Mapped[datetime | None]
    """With the pauses so far; none while one lasts."""
    first_due_at: Mapped[datetime | None]
    """What was printed; it stays whatever happens."""
    finished_at: Mapped[datetime | None]
    received_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    @property
    def record_kind(self) -> str:
        return "case"

    @validates("code", "name", "subject")
    def _follow(self, key: str, value: str) -> str:
        told = {"code": self.code, "name": self.name, "subject": self.subject, key: value}
        self.folded = fold(" ".join(filter(None, told.values())))
        return value


class CaseDay(Base):
    """How many codes an agency has given on a day: locked by whoever takes the next."""

    __tablename__ = "shop_case_day"

    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last_number: Mapped[int]


class CasePaper(Base):
    """A paper of the case as it was looked at; 0 where it was not there."""

    __tablename__ = "shop_case_paper"
    __table_args__ = (CheckConstraint("quantity >= 0", "quantity"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("shop_case.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(500))
    copy: Mapped[str] = mapped_column(String(10))
    quantity: Mapped[int]
    is_required: Mapped[bool]
    brought_by_id: Mapped[int | None] = mapped_column(ForeignKey("shop_case_move.id"))
    """The move by which it was there after all, when all was asked for that was missing."""


class CaseMove(Base):
    """The case went from one status to another: its story, of which nothing is taken out.

    A move that was taken back says when; the case stands as if it had never been.
    """

    __tablename__ = "shop_case_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("shop_case.id"), index=True)
    source: Mapped[int | None]
    """None for how it began."""
    target: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(2000), default="")
    """Reason and ground, or all that is missing, as it is printed for the applicant."""
    undone_at: Mapped[datetime | None]


class CasePause(Base):
    """An interval in which the clock of the case stands; its reason and ground are its move's."""

    __tablename__ = "shop_case_pause"
    __table_args__ = (CheckConstraint("end_at IS NULL OR end_at >= start_at", "interval"),)

    begun_by_id: Mapped[int] = mapped_column(ForeignKey("shop_case_move.id"), primary_key=True)
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("shop_case_move.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("shop_case.id"), index=True)
    start_at: Mapped[datetime]
    end_at: Mapped[datetime | None]
