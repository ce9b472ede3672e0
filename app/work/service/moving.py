"""Lines that move without their holders' doing: with the calendar, and with people who move."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from app.core import outbox
from app.core.feature import DayChange, Moved
from app.core.policy import Actor
from app.deadlines.queries.counted import BATCH
from app.deadlines.service import keep_dates, write_dates
from app.records.events import RecordChanged
from app.records.queries import hands_in, rights_held
from app.records.rules import LINE
from app.records.service import hand_on
from app.work.events import DatesMoved, DatesOnDayOff
from app.work.models import Assignment, Phrase


def move_dates(
    session: Session,
    actor: Actor,
    moved: Sequence[Moved],
    fixed: Sequence[int],
    change: DayChange,
) -> None:
    """Write the new dates where the old one still stands; whoever holds one is told once, and so
    is who set a day that is off now."""
    write_dates(session, Assignment, moved)
    said = change.day.isoformat(), change.reason, change.at.isoformat()
    holders = _of(session, Assignment.holder, [one.id for one in moved])
    if holders:
        outbox.publish(session, DatesMoved(*said, holders, actor.person_id))
    givers = _of(session, Assignment.given_by_id, fixed)
    if givers:
        outbox.publish(session, DatesOnDayOff(*said, givers, len(fixed)))


def keep_promised(session: Session, moved: Sequence[Moved]) -> None:
    keep_dates(session, Assignment, moved)


def _of(session: Session, column: Any, ids: Sequence[int]) -> list[Any]:
    """The values of a column of these lines, each once."""
    asked = select(column).distinct().where(Assignment.id.in_(bindparam("ids", expanding=True)))
    found: set[Any] = set()
    for start in range(0, len(ids), BATCH):
        found.update(session.scalars(asked, {"ids": list(ids[start : start + BATCH])}))
    return sorted(found)


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
    agencies = {row.agency_id for row in moved}
    for hands in {two for one in agencies for two in hands_in(session, source, target, one)}:
        rights = rights_held(session, LINE, ids, hands[0])
        hand_on(session, actor, LINE, rights, hands, "handed back" if back else "handed over")
    outbox.publish_all(session, map(RecordChanged, sorted({row.record_id for row in moved})))
    session.expire_all()


def hand_lines_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    """They stand as they are with their holders, who work in the agency that succeeded theirs."""
    changed = update(Assignment).where(Assignment.id.in_(ids))
    session.execute(changed.values(agency_id=int(target[1:])))
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


def hand_phrases_of_agency(
    session: Session, _actor: Actor, ids: Collection[int], _source: str, target: str, _back: bool
) -> None:
    session.execute(update(Phrase).where(Phrase.id.in_(ids)).values(agency_id=int(target[1:])))
    session.expire_all()
