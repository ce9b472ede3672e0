"""Open lines whose due dates came near, or passed, since a moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import Session

from app.core.db import Moment, constant
from app.core.policy import Actor
from app.deadlines.rules.colours import Horizon
from app.work.models import Assignment, ReminderHours

AT_ONCE = 2000
"""So many rows are held at a time."""


class Crossing(NamedTuple):
    id: int
    holder: str
    due_at: datetime
    given_at: datetime


class Limits:
    """What was late and due soon at the moment since which one looks, and what is now."""

    def __init__(self, horizon: Horizon, since: datetime, now: datetime) -> None:
        before = Horizon(since, horizon.calendar, horizon.soon_days)
        self.since, self.now = since, now
        self.soon_before, self.soon_now = before.soon_limit, horizon.soon_limit

    def has_crossed(self, line: Crossing) -> bool:
        """It became late since, or due soon, or was given out as due soon."""
        if line.due_at <= self.now:
            return line.due_at > self.since
        return line.due_at > self.soon_before or line.given_at > self.since


def reminder_hours(session: Session, actor: Actor) -> str:
    """Those that the actor chose: "07:30, 13:30"; empty: as soon as it is so."""
    row = session.get(ReminderHours, actor.person_id)
    return row.hours if row is not None else ""


def agencies_with_dates(session: Session) -> list[int]:
    """Those where anything may become late."""
    return list(session.scalars(_AGENCIES))


def crossed(session: Session, agency_id: int, limits: Limits) -> Iterator[Crossing]:
    """Those of the agency, by `limits.has_crossed`, a few at a time."""
    values = {
        "agency": agency_id,
        "since": limits.since,
        "now": limits.now,
        "soon_before": limits.soon_before,
        "soon_now": limits.soon_now,
    }
    rows = session.execute(_CROSSED, values, execution_options={"yield_per": AT_ONCE})
    return (Crossing(*row) for row in rows)


def _moment(name: str) -> Any:
    return bindparam(name, type_=Moment())


_DUE = Assignment.due_at
_AGENCIES = (
    select(Assignment.agency_id)
    .distinct()
    .where(Assignment.state == constant("open"), _DUE.is_not(None))
)
_CROSSED: Select[*tuple[Any, ...]] = select(
    Assignment.id, Assignment.holder, _DUE, Assignment.given_at
).where(
    Assignment.agency_id == bindparam("agency"),
    Assignment.state == constant("open"),
    _moment("since") < _DUE,
    _moment("soon_now") >= _DUE,
    or_(
        _moment("now") >= _DUE,
        _moment("soon_before") < _DUE,
        Assignment.given_at > _moment("since"),
    ),
)
