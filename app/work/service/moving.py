"""Lines that move without their holders' doing: with the calendar, and with people who move."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.core import clock, outbox
from app.core.feature import Moved
from app.core.policy import Actor, reader_token
from app.records.events import RecordChanged
from app.records.queries import rights_held
from app.records.rules import LINE
from app.records.service import hand_on
from app.work.events import DatesMoved
from app.work.models import Assignment, Phrase


def move_dates(
    session: Session, actor: Actor, moved: Sequence[Moved], day: date, reason: str
) -> None:
    """Write the new dates where the old one still stands; whoever holds one is told once."""
    rows = [{"line": one.id, "old": one.old, "new": one.new} for one in moved]
    session.connection().execute(_MOVE, rows)
    ids = sorted(one.id for one in moved)
    holders = {
        holder
        for start in range(0, len(ids), BATCH)
        for holder in session.scalars(_HOLDERS, {"ids": ids[start : start + BATCH]})
    }
    now, by = clock.now().isoformat(), actor.person_id
    outbox.publish(session, DatesMoved(day.isoformat(), reason, now, sorted(holders), by))
    session.expire_all()


def hand_lines(
    session: Session, actor: Actor, ids: Collection[int], source: str, target: str, back: bool
) -> None:
    """Open lines go as they are to another holder, who has not seen them yet."""
    is_unit = target.startswith("u")
    whose = {"unit_id" if is_unit else "person_id": int(target[1:]), "holder": target}
    lines = Assignment.id.in_(ids), Assignment.holder == source, Assignment.state == "open"
    unseen = {"opened_at": None, "opened_by_id": None, "version": Assignment.version + 1}
    changed = update(Assignment).where(*lines).values(**whose, **unseen)
    moved = session.execute(changed.returning(Assignment.record_id, Assignment.agency_id)).all()
    for agency_id in {row.agency_id for row in moved}:
        hands = reader_token(source, agency_id), reader_token(target, agency_id)
        rights = rights_held(session, LINE, ids, hands[0])
        hand_on(session, actor, LINE, rights, hands, "handed back" if back else "handed over")
    outbox.publish_all(session, map(RecordChanged, sorted({row.record_id for row in moved})))
    session.expire_all()


def hand_given(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """Somebody else answers for what was given out: returns come to them, they may recall."""
    values = {"given_by_id": int(target[1:]), "version": Assignment.version + 1}
    session.execute(update(Assignment).where(Assignment.id.in_(ids)).values(**values))
    session.expire_all()


def hand_phrases(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    session.execute(update(Phrase).where(Phrase.id.in_(ids)).values(person_id=int(target[1:])))
    session.expire_all()


BATCH = 5000
_MOVE = (
    update(Assignment)
    .where(Assignment.id == bindparam("line"), Assignment.due_at == bindparam("old"))
    .values(due_at=bindparam("new"), version=Assignment.version + 1)
)
_HOLDERS = (
    select(Assignment.holder).distinct().where(Assignment.id.in_(bindparam("ids", expanding=True)))
)
