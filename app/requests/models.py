"""A request to many: what was asked, of whom, and everything that came as an answer."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, validates

from app.core import clock
from app.core.db import Base
from app.core.text import fold
from app.organisation.queries import agency_of_unit

STANDING = text("state IN ('given', 'approved')")


class Request(Base):
    """What one agency asks of many by one record: an issued document, a conclusion, a directive.

    States: open, closed (every line is approved: it closes itself), withdrawn (by whoever asked).
    """

    __tablename__ = "request"
    __table_args__ = (CheckConstraint("state IN ('open', 'closed', 'withdrawn')", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), unique=True)
    """What was sent out; a record asks once, of ever more if need be."""
    made_for_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    """The incoming document on whose behalf it is asked, which closes with it."""
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """The unit that asks."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text, default="", server_default="")
    """What is asked, in words of its own; empty where the document says it."""
    folded: Mapped[str] = mapped_column(Text)
    """Subject and text as they are looked for."""
    is_shared: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever is asked sees the lines of the others too."""
    columns: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")
    """The table that is filled in: [{"name": "Nhà văn hóa", "kind": "number"}]"""
    state: Mapped[str] = mapped_column(String(10), default="open")
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1, server_default="1")
    """Another after every act of whoever asks."""

    @validates("subject", "text")
    def _follow(self, key: str, value: str) -> str:
        said = {"subject": self.subject, "text": self.text, key: value}
        self.folded = fold(" ".join(filter(None, said.values())))
        return value


class RequestLine(Base):
    """One who is asked: a unit, an agency of this installation, or another by name.

    States: asked, answered (waits for approval), redo (is to be done again), approved, off.
    """

    __tablename__ = "request_line"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'answered', 'redo', 'approved', 'off')", "state"),
        CheckConstraint("role IN ('lead', 'cohandler')", "role"),
        CheckConstraint("unit_id IS NULL OR agency_id IS NULL", "holder"),
        Index("ix_request_line_unit", "unit_id", "state"),
        Index("ix_request_line_agency", "agency_id", "state"),
        Index(
            "ix_request_line_lead",
            "request_id",
            unique=True,
            sqlite_where=text("role = 'lead' AND state != 'off'"),
            postgresql_where=text("role = 'lead' AND state != 'off'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("request.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    """Who answers today: a body that was merged is answered for by its successor."""
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who answers in the place of the unit's head."""
    unit_agency_id: Mapped[int | None] = column_property(agency_of_unit(unit_id))
    name: Mapped[str] = mapped_column(String(200))
    """As it was called when it was asked."""
    is_passed_on: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever was asked is no more: its successor answers."""
    role: Mapped[str] = mapped_column(String(10), default="cohandler", server_default="cohandler")
    state: Mapped[str] = mapped_column(String(10), default="asked")
    due_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    """When the answer that stands came: lateness ends there, not when it is approved."""
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(String(120), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    """Why it is to be done again, or was taken off."""
    urged: Mapped[int] = mapped_column(default=0, server_default="0")
    urged_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1, server_default="1")


class RequestAnswer(Base):
    """Something that is, was, or may be the answer of a line; at most one stands.

    States: proposed (a guess, with the sentence that cites the request), denied (it was none),
    given, approved, refused (to be done again), replaced (by a later one), recalled (by whoever
    gave it).
    """

    __tablename__ = "request_answer"
    __table_args__ = (
        CheckConstraint(
            "state IN ('proposed', 'denied', 'given', 'approved', 'refused', 'replaced', "
            "'recalled')",
            "state",
        ),
        Index("ix_request_answer_line", "line_id", "state"),
        Index(
            "ix_request_answer_standing",
            "line_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_request_answer_document", "document_id", "line_id", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("request_line.id"))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    """The document by which it was answered, as it stands in the books of whoever asked."""
    source_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), index=True)
    """The same in the books of whoever answered inside this installation."""
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"), unique=True)
    """On which the files hang that came with it; None where none did."""
    note: Mapped[str] = mapped_column(Text, default="", server_default="")
    figures: Mapped[dict[str, str]] = mapped_column(JSON, default=dict, server_default="{}")
    """By the number of the column: "380.5", "2026-11-25", or words."""
    sentence: Mapped[str] = mapped_column(Text, default="", server_default="")
    """Where the document cites the request: why it is proposed."""
    state: Mapped[str] = mapped_column(String(10), default="given")
    reason: Mapped[str] = mapped_column(String(500), default="", server_default="")
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_asker: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whoever asked entered it, as it came another way: whoever was asked wrote nothing."""
    decided_at: Mapped[datetime | None]
    """When it was approved or denied, or ceased to stand: replaced, refused, recalled."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
