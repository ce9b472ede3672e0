"""Turns of the present round, and who holds the one that is under way."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.approval.models import IS_CURRENT, Approval, CircuitStep
from app.approval.rules.circuit import Turn, Turns
from app.organisation.models import Person


def steps_of(session: Session, record_id: int) -> list[CircuitStep]:
    """The steps of the present round as they stand now, in the order in which they are asked."""
    rows = (
        select(CircuitStep)
        .join(Approval, Approval.record_id == CircuitStep.record_id)
        .where(CircuitStep.record_id == record_id, CircuitStep.round == Approval.round)
        .order_by(CircuitStep.position, CircuitStep.id)
    )
    return list(session.scalars(rows.execution_options(populate_existing=True)))


def step_of(session: Session, record_id: int, step_id: int) -> CircuitStep | None:
    """The step of this id, if it is one of this record."""
    step = session.get(CircuitStep, step_id)
    return step if step is not None and step.record_id == record_id else None


def turns_of(steps: Iterable[CircuitStep]) -> Turns:
    """Rows as the rules take them."""
    return tuple(
        Turn(
            kind=step.kind,
            person_id=step.person_id,
            position=step.position,
            post_id=step.post_id,
            due_at=step.due_at,
            state=step.state,
            version=step.version_number,
            id=step.id,
            is_live=step.is_live,
        )
        for step in steps
    )


def opinions_due(session: Session, record_id: int) -> list[tuple[datetime, str]]:
    """Until when opinions are asked for in the round that goes on, and of whom."""
    rows = (
        select(CircuitStep.due_at, Person.name)
        .join(Person, Person.id == CircuitStep.person_id)
        .where(
            CircuitStep.record_id == record_id,
            IS_CURRENT,
            CircuitStep.is_live,
            CircuitStep.due_at.is_not(None),
        )
        .order_by(CircuitStep.due_at, CircuitStep.id)
    )
    return [(due_at, name) for due_at, name in session.execute(rows) if due_at is not None]


def current_holders(
    session: Session, record_ids: Sequence[int]
) -> dict[int, list[tuple[str, str]]]:
    """Kind and name of whoever's turn it is, for the records of one page."""
    if not record_ids:
        return {}
    rows = (
        select(CircuitStep.record_id, CircuitStep.kind, Person.name)
        .join(Person, Person.id == CircuitStep.person_id)
        .where(
            CircuitStep.record_id.in_(record_ids),
            IS_CURRENT,
            CircuitStep.is_live,
        )
        .order_by(CircuitStep.id)
    )
    holders: dict[int, list[tuple[str, str]]] = {}
    for record_id, kind, name in session.execute(rows):
        holders.setdefault(record_id, []).append((kind, name))
    return holders
