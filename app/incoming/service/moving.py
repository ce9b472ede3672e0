"""Documents' own due dates that move with the calendar."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.feature import DayChange, Moved
from app.core.policy import Actor, person_token
from app.deadlines.service import write_dates
from app.incoming.models import IncomingDocument
from app.work.events import DatesMoved


def move_own_dates(
    session: Session,
    actor: Actor,
    moved: Sequence[Moved],
    _fixed: Sequence[int],
    change: DayChange,
) -> None:
    """Whoever it was presented to is told, by the one notice that they get of their work."""
    write_dates(session, IncomingDocument, moved)
    asked = {"ids": [one.id for one in moved]}
    people = [person_token(one) for one in session.scalars(_PRESENTED_TO, asked) if one]
    if people:
        said = change.day.isoformat(), change.reason, change.at.isoformat()
        outbox.publish(session, DatesMoved(*said, sorted(people), actor.person_id))


_PRESENTED_TO = (
    select(IncomingDocument.presented_to_id)
    .distinct()
    .where(
        IncomingDocument.id.in_(bindparam("ids", expanding=True)),
        IncomingDocument.state == "registered",
    )
)
