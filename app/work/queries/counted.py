"""Open lines whose due dates were counted, for whoever changes the calendar."""

from collections.abc import Collection, Mapping

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.db import constant
from app.core.policy import Actor
from app.deadlines.queries.counted import CountedRows
from app.organisation.queries import holder_names
from app.records.kinds import faces
from app.records.models import Record
from app.records.policy import is_readable
from app.work.models import Assignment

LINES = CountedRows(Assignment, Assignment.state == constant("open"))


def said_of_lines(
    session: Session, actor: Actor, ids: Collection[int]
) -> Mapping[int, tuple[str, str, str]]:
    """Who holds each of these lines; title and address of its record for who may read that."""
    held = session.execute(_HELD, {"ids": list(ids)}).all()
    records = {record for _line, _holder, record in held}
    readable = session.execute(_READABLE, given(actor, ids=list(records)))
    shown = faces(session, [(number, kind) for number, kind in readable])
    names = holder_names(session, {holder for _line, holder, _record in held})
    return {
        line: (names[holder], face.entitled, face.path)
        if (face := shown.get(record))
        else (names[holder], "", "")
        for line, holder, record in held
    }


_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_HELD = select(Assignment.id, Assignment.holder, Assignment.record_id).where(
    Assignment.id.in_(_IDS)
)
_READABLE = select(Record.id, Record.kind).where(Record.id.in_(_IDS), is_readable(Record.id))
