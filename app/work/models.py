"""Directives and the lines of work they give out."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.deadlines.queries.counted import Counting
from app.organisation.models import Person, Unit
from app.work.tree import EXTENSION_STATES, LINE_STATES

IS_ASKED = text("state = 'asked'")
IS_COUNTED = text("due_since IS NOT NULL")


class Directive(Base):
    """What a leader wrote on a record (bút phê), or a unit head when passing it on."""

    __tablename__ = "directive"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    on_behalf_of_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    on_behalf_of: Mapped[Person | None] = relationship(foreign_keys=[on_behalf_of_id])


class Assignment(Counting, Base):
    """A line of work: one holder (a unit or a person), one role, its own due date and state.

    `state` is open, done, returned, settled (the return was accepted), recalled or withdrawn; or
    it ended without its holder, with what it belonged to: closed, or called_off. Deadlines makes
    the colour of it.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("(unit_id IS NULL) <> (person_id IS NULL)", "one_holder"),
        CheckConstraint("role IN ('lead', 'cohandler', 'information')", "role"),
        CheckConstraint(f"state IN {LINE_STATES}", "state"),
        CheckConstraint("(state = 'open') = (finished_at IS NULL)", "finished_iff_closed"),
        Index("ix_assignment_agency", "agency_id", "state", "id"),
        # With all that colours and units of open lines are counted by, so that no row is looked at.
        Index(
            "ix_assignment_due",
            *("agency_id", "state", "due_at", "opened_at"),
            *("unit_id", "person_id", "parent_id", "record_id"),
        ),
        # All that a change of the calendar asks of the lines that it may move.
        Index(
            "ix_assignment_counted",
            *("agency_id", "state", "due_at", "due_since", "due_span", "due_promised"),
            sqlite_where=IS_COUNTED,
            postgresql_where=IS_COUNTED,
        ),
        Index("ix_assignment_holder", "holder", "state", "id"),
        Index("ix_assignment_given", "given_by_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"))
    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    holder: Mapped[str] = mapped_column(String(16))
    """The reader token of the holder: "u7" or "p12"."""
    meant_for_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who was chosen, but was away: whoever stands in for them was given it."""
    role: Mapped[str] = mapped_column(String(12))
    given_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime | None]
    due_source: Mapped[str] = mapped_column(String(12), default="directive")
    """Where the due date comes from: directive, document, parent, rule, default, or none."""
    first_due_at: Mapped[datetime | None]
    """The due date that it had before it was put off for the first time."""
    extended: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was put off; what the calendar moves is not counted."""
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who of those who hold it opened it first; not kept of lines opened before 2026-11-29."""
    acted_at: Mapped[datetime | None]
    """When the holder acted on it (drafted, passed on), last: from then on no recall."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(500), default="")
    """What was done, or the reason of a return, recall or withdrawal."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who accepted its return."""
    taken_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    """The directive that passed its lead to another, or that of the line above it."""
    version: Mapped[int] = mapped_column(default=1)

    directive: Mapped[Directive] = relationship(foreign_keys=[directive_id])
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])
    meant_for: Mapped[Person | None] = relationship(foreign_keys=[meant_for_id])


class Extension(Counting, Base):
    """Another due date that the holder of a line asked for, and what became of it.

    `state` is asked, granted or refused; taken_back by whoever asked; or lapsed, as the line ended
    or was given another date meanwhile.
    """

    __tablename__ = "due_extension"
    __table_args__ = (
        CheckConstraint(f"state IN {EXTENSION_STATES}", "state"),
        CheckConstraint("(state = 'asked') = (ended_at IS NULL)", "ended_iff_not_asked"),
        Index(
            "ix_due_extension_asked",
            "assignment_id",
            unique=True,
            sqlite_where=IS_ASKED,
            postgresql_where=IS_ASKED,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    due_at: Mapped[datetime]
    """What is asked for; once granted, what was granted."""
    reason: Mapped[str] = mapped_column(String(500))
    old_due_at: Mapped[datetime]
    old_span: Mapped[str | None] = mapped_column(String(40))
    old_since: Mapped[datetime | None]
    old_promised: Mapped[datetime | None]
    """How the date was counted that it is to take the place of."""
    old_source: Mapped[str | None] = mapped_column(String(12))
    """Where that one comes from; not kept of what was decided before 2026-11-30."""
    whole: Mapped[bool] = mapped_column(default=False, server_default=false())
    """It is asked for the whole record: all its open lines, and its own date."""
    state: Mapped[str] = mapped_column(String(10), default="asked")
    ended_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(String(500), default="")
    line_version: Mapped[int | None]
    """Of the line as the decision left it: as long as it is that, the decision can be undone."""

    line: Mapped[Assignment] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(foreign_keys=[decided_by_id])


class Phrase(Base):
    """A ready sentence for directives: of an agency, or of one person."""

    __tablename__ = "phrase"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(default=0)


class LateMark(Base):
    """One row: the moment up to which holders were reminded who chose no hours of their own."""

    __tablename__ = "late_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reached_at: Mapped[datetime]


class ReminderHours(Base):
    """At which hours a person wants to be reminded of due dates, and up to when they were."""

    __tablename__ = "reminder_hours"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    hours: Mapped[str] = mapped_column(String(60), default="")
    """In order: "07:30, 13:30"; empty: as soon as a date comes near or passes."""
    reached_at: Mapped[datetime]

    @property
    def times(self) -> tuple[time, ...]:
        return tuple(time.fromisoformat(one) for one in self.hours.split(", ") if one)
