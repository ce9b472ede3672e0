"""Directives and the lines of work they give out."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import clock
from app.core.db import Base
from app.deadlines.rules.spans import Rule
from app.organisation.models import Person, Unit
from app.work.tree import LINE_STATES


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


class Assignment(Base):
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
    """Where the due date comes from: directive, document, parent, or none."""
    due_span: Mapped[str | None] = mapped_column(String(40))
    due_since: Mapped[datetime | None]
    """By which span, from when it was counted (`due_rule`); none where it was set as a day."""
    opened_at: Mapped[datetime | None]
    opened_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who of those who hold it opened it first; not kept of lines opened before 2026-11-29."""
    acted_at: Mapped[datetime | None]
    """When the holder began to act on it (drafted, passed on): from then on no recall."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(500), default="")
    """What was done, or the reason of a return, recall or withdrawal."""
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who accepted its return."""
    taken_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"))
    """The directive that passed its lead to another, or that of the line above it."""
    version: Mapped[int] = mapped_column(default=1)

    @property
    def due_rule(self) -> Rule | None:
        """By what the due date was counted; the calendar may move it. None where it is a day."""
        return Rule.kept(self.due_span, self.due_since)

    @due_rule.setter
    def due_rule(self, rule: Rule | None) -> None:
        self.due_span, self.due_since = (rule.span.kept, rule.since) if rule else (None, None)

    directive: Mapped[Directive] = relationship(foreign_keys=[directive_id])
    unit: Mapped[Unit | None] = relationship()
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    given_by: Mapped[Person] = relationship(foreign_keys=[given_by_id])
    meant_for: Mapped[Person | None] = relationship(foreign_keys=[meant_for_id])


class Phrase(Base):
    """A ready sentence for directives: of an agency, or of one person."""

    __tablename__ = "phrase"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(300))
    position: Mapped[int] = mapped_column(default=0)


class LateMark(Base):
    """One row: the moment up to which holders were told that their lines became late."""

    __tablename__ = "late_mark"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reached_at: Mapped[datetime]
