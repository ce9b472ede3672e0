"""Open lines whose due dates were counted, for whoever changes the calendar."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.feature import Counted
from app.core.policy import Actor
from app.organisation.queries import holder_names
from app.records.kinds import faces
from app.records.models import Record
from app.records.policy import is_readable
from app.work.models import Assignment


def counted_across(
    session: Session, agency_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Counted]:
    """Those of these agencies that began before the second moment and are due after the first."""
    rows = session.execute(_ACROSS, {"agency_ids": list(agency_ids), "start": start, "end": end})
    return [Counted(*row) for row in rows]


_ACROSS: Select[*tuple[Any, ...]] = select(
    Assignment.id,
    Assignment.agency_id,
    Assignment.due_span,
    Assignment.due_since,
    Assignment.due_at,
).where(
    Assignment.agency_id.in_(bindparam("agency_ids", expanding=True)),
    Assignment.state == "open",
    Assignment.due_at >= bindparam("start"),
    Assignment.due_since < bindparam("end"),
)


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
