"""Open lines whose due dates were counted, for whoever changes the calendar."""

from collections.abc import Collection, Mapping

from sqlalchemy import BindParameter, bindparam, not_, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.db import constant
from app.core.policy import Actor
from app.deadlines.queries.counted import CountedRows
from app.organisation.queries import holder_names
from app.organisation.queries.bodies import units_of_holders
from app.records.kinds import faces
from app.records.models import Record
from app.records.policy import is_readable
from app.work.models import Assignment

LINES = CountedRows(Assignment, Assignment.state == constant("open"))


def said_of_lines(
    session: Session, actor: Actor, ids: Collection[int]
) -> Mapping[int, tuple[str, str, str]]:
    """Of the lines on records that the actor may read: who holds it, title and address of the
    record."""
    held = session.execute(_READABLE, given(actor, ids=list(ids))).all()
    shown = faces(session, {(record, kind) for _line, _holder, record, kind in held})
    names = holder_names(session, {holder for _line, holder, _record, _kind in held})
    return {
        line: (names[holder], face.entitled, face.path)
        for line, holder, record, _kind in held
        if (face := shown.get(record))
    }


def units_of_lines(session: Session, actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    """Of the lines on records that the actor may not read: the unit that holds it, or in which its
    holder works."""
    held: dict[int, dict[int, str]] = {}
    for line, holder, agency_id in session.execute(_UNREADABLE, given(actor, ids=list(ids))):
        held.setdefault(agency_id, {})[line] = holder
    return {
        line: units.get(holder, "")
        for agency_id, lines in held.items()
        for units in (units_of_holders(session, agency_id, set(lines.values())),)
        for line, holder in lines.items()
    }


_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_READABLE = (
    select(Assignment.id, Assignment.holder, Assignment.record_id, Record.kind)
    .join(Record, Record.id == Assignment.record_id)
    .where(Assignment.id.in_(_IDS), is_readable(Assignment.record_id))
)
_UNREADABLE = select(Assignment.id, Assignment.holder, Assignment.agency_id).where(
    Assignment.id.in_(_IDS), not_(is_readable(Assignment.record_id))
)
