"""Permits: a kind of record that only the tests know, with a table of its own.

Whoever applies for one is its source; it is decided until a day, by an answer or without one.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.orm import Session

from app.core.db import Moment
from app.core.errors import Problem
from app.core.feature import Face, Feature, RecordKind, Standing, Workable
from app.core.policy import Actor, agency_token
from app.organisation.queries import receiver_names
from app.records.models import Record
from app.records.rules import ENTERED, Ground
from app.records.service import let_read
from tests.factories.office import Office

PERMIT = Table(
    "permit",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("title", String(200)),
    Column("applicant", String(200)),
    Column("is_decided", Boolean, default=False),
    Column("is_worked_on", Boolean, default=False),
    Column("answer_owed", Boolean, default=False),
    Column("due_at", Moment()),
)
MAKE = text(
    "CREATE TABLE permit (id INTEGER PRIMARY KEY REFERENCES record (id), title VARCHAR(200),"
    " applicant VARCHAR(200), is_decided BOOLEAN, is_worked_on BOOLEAN, answer_owed BOOLEAN,"
    " due_at TIMESTAMP WITH TIME ZONE)"
)
DECIDED = "The permit is decided."


def faces(session: Session, ids: Collection[int]) -> dict[int, Face]:
    rows = session.execute(select(PERMIT).where(PERMIT.c.id.in_(ids)))
    return {
        row.id: Face(
            row.id,
            "permit",
            f"/permits/{row.id}",
            row.title,
            source=row.applicant,
            urgency=1,
            due_at=row.due_at,
        )
        for row in rows
    }


def standing(session: Session, record_id: int, _anew: bool) -> Standing:
    rows = select(PERMIT, Record.agency_id).join_from(PERMIT, Record, Record.id == PERMIT.c.id)
    row = session.execute(rows.where(PERMIT.c.id == record_id)).one()
    problem = Problem(DECIDED) if row.is_decided else None
    return Standing(record_id, row.agency_id, problem, 1, row.due_at, row.answer_owed)


def may_direct(session: Session, actor: Actor, record_id: int) -> bool:
    """The head of a unit distributes permits, not a leader."""
    return bool(actor.headed_unit_ids) and standing(session, record_id, True).problem is None


def receivers(session: Session, agency_id: int) -> dict[str, str]:
    """Nobody but people: permits are not for units."""
    names = receiver_names(session, agency_id)
    return {token: name for token, name in names.items() if token.startswith("p")}


def reply_missing(session: Session, record_id: int) -> bool:
    owed = select(PERMIT.c.answer_owed).where(PERMIT.c.id == record_id)
    return bool(session.scalar(owed))


def lines_changed(session: Session, record_id: int, is_carried_out: bool) -> None:
    row = update(PERMIT).where(PERMIT.c.id == record_id)
    session.execute(row.values(is_worked_on=is_carried_out))


KIND = RecordKind(
    "permit",
    "Permit",
    "documents.read",
    faces,
    load=lambda session, _actor, permit_id: faces(session, [permit_id])[permit_id],
    path="/permits",
    named="permit",
    work=Workable(standing, may_direct, receivers, reply_missing, lines_changed),
)
FEATURE = Feature(name="permits", kinds=(KIND,))


def make_permit(
    session: Session,
    office: Office,
    title: str = "Sửa nhà",
    *,
    due_at: datetime | None = None,
    answer_owed: bool = False,
) -> int:
    """A permit that the agency reads; its record's id."""
    record = Record(kind="permit", agency_id=office.agency_id)
    session.add(record)
    session.flush()
    values = {"title": title, "applicant": "Bà Hoa", "due_at": due_at, "answer_owed": answer_owed}
    session.execute(insert(PERMIT).values(id=record.id, **values))
    readers = [agency_token(office.agency_id), f"u{office.culture_id}"]
    let_read(session, record.id, readers, Ground(ENTERED))
    return record.id


def is_worked_on(session: Session, record_id: int) -> bool:
    return bool(session.scalar(select(PERMIT.c.is_worked_on).where(PERMIT.c.id == record_id)))


def decide(session: Session, record_id: int) -> None:
    session.execute(update(PERMIT).where(PERMIT.c.id == record_id).values(is_decided=True))
