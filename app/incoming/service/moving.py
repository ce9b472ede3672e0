"""Documents' own due dates that move with the calendar; deliveries that go to another agency."""

from collections.abc import Collection, Sequence

from sqlalchemy import BindParameter, bindparam, select, update
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.feature import DayChange, Moved
from app.core.policy import Actor, person_token
from app.deadlines.service import keep_dates, write_dates
from app.incoming.models import IncomingDocument
from app.records.service import hand_records
from app.work.events import DatesMoved, DatesOnDayOff


def move_own_dates(
    session: Session,
    actor: Actor,
    moved: Sequence[Moved],
    fixed: Sequence[int],
    change: DayChange,
) -> None:
    """Whoever it was presented to is told, by the one notice that they get of their work; and who
    entered a document that stays on a day that is off now."""
    write_dates(session, IncomingDocument, moved)
    said = change.day.isoformat(), change.reason, change.at.isoformat()
    asked = {"ids": [one.id for one in moved]}
    people = [person_token(one) for one in session.scalars(_PRESENTED_TO, asked) if one]
    if people:
        outbox.publish(session, DatesMoved(*said, sorted(people), actor.person_id))
    entered_by = sorted(session.scalars(_ENTERED_BY, {"ids": list(fixed)}))
    if entered_by:
        outbox.publish(session, DatesOnDayOff(*said, entered_by, len(fixed), "/incoming"))


def keep_own_dates(session: Session, moved: Sequence[Moved]) -> None:
    keep_dates(session, IncomingDocument, moved)


_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_ENTERED_BY = select(IncomingDocument.created_by_id).distinct().where(IncomingDocument.id.in_(_IDS))
_PRESENTED_TO = (
    select(IncomingDocument.presented_to_id)
    .distinct()
    .where(
        IncomingDocument.id.in_(_IDS),
        IncomingDocument.state == "registered",
    )
)


def hand_deliveries(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """What no clerk accepted yet waits for the clerk of the agency that succeeded theirs, in whose
    book it will stand."""
    changed = update(IncomingDocument).where(IncomingDocument.id.in_(ids))
    session.execute(changed.values(agency_id=int(target[1:])))
    hand_records(session, ids, int(target[1:]))
    session.expire_all()
