"""Open lines whose due dates came near, or passed, since a moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.core.db import constant
from app.core.policy import Actor
from app.deadlines.queries.crossing import is_new
from app.deadlines.rules.crossing import Crossing
from app.work.models import Assignment, ReminderHours

AT_ONCE = 2000
"""So many rows are held at a time."""


class Dated(NamedTuple):
    id: int
    holder: str
    due_at: datetime
    given_at: datetime


def reminder_hours(session: Session, actor: Actor) -> str:
    """Those that the actor chose: "07:30, 13:30"; empty: as soon as it is so."""
    row = session.get(ReminderHours, actor.person_id)
    return row.hours if row is not None else ""


def agencies_with_dates(session: Session) -> list[int]:
    """Those where anything may become late."""
    return list(session.scalars(_AGENCIES))


def crossed(session: Session, agency_id: int, crossing: Crossing) -> Iterator[Dated]:
    """Those of the agency that are new by this crossing, a few at a time."""
    values = {"agency": agency_id, **crossing.moments}
    rows = session.execute(_CROSSED, values, execution_options={"yield_per": AT_ONCE})
    return (Dated(*row) for row in rows)


_IS_OPEN = Assignment.state == constant("open")
_AGENCIES = select(Assignment.agency_id).distinct().where(_IS_OPEN, Assignment.due_at.is_not(None))
_CROSSED: Select[*tuple[Any, ...]] = select(
    Assignment.id, Assignment.holder, Assignment.due_at, Assignment.given_at
).where(
    Assignment.agency_id == bindparam("agency"),
    _IS_OPEN,
    is_new(Assignment.due_at, Assignment.given_at),
)
