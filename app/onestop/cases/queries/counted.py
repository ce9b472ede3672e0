"""Cases whose promised dates were counted, for whoever changes the calendar."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.feature import Counted
from app.core.policy import Actor
from app.deadlines.queries.counted import CountedRows
from app.onestop.cases.models import Case, CasePause
from app.onestop.cases.policy import IS_READABLE
from app.onestop.cases.queries.listing import IS_OPEN
from app.onestop.cases.queries.one import faces

_IDS: BindParameter[list[int]] = bindparam("ids", expanding=True)
_ROWS = CountedRows(Case, IS_OPEN)
_PAUSES = (
    select(CasePause.case_id, CasePause.start_at, CasePause.end_at)
    .where(CasePause.case_id.in_(_IDS))
    .order_by(CasePause.start_at)
)
_READABLE = select(Case.id).where(Case.id.in_(_IDS), IS_READABLE)

fixed = _ROWS.fixed


def across(
    session: Session, agency_ids: Collection[int], start: datetime, end: datetime
) -> Sequence[Counted]:
    """Those counted across these moments, each with its pauses; one that is paused has no date."""
    rows = _ROWS.across(session, agency_ids, start, end)
    pauses: dict[int, list[tuple[datetime, datetime]]] = defaultdict(list)
    for case_id, start_at, end_at in session.execute(_PAUSES, {"ids": [one.id for one in rows]}):
        if end_at is not None:
            pauses[case_id].append((start_at, end_at))
    return [one._replace(pauses=tuple(pauses[one.id])) for one in rows]


def said_of_cases(
    session: Session, actor: Actor, ids: Collection[int]
) -> Mapping[int, tuple[str, str, str]]:
    """Code with procedure, and address, for who may read it; nobody holds the date of a case."""
    shown = faces(session, _readable(session, actor, ids))
    return {one: ("", face.entitled, face.path) for one, face in shown.items()}


def units_of_cases(session: Session, actor: Actor, ids: Collection[int]) -> Mapping[int, str]:
    """Those that the actor may not read: no unit answers for the date of a whole case."""
    readable = _readable(session, actor, ids)
    return {one: "" for one in ids if one not in readable}


def _readable(session: Session, actor: Actor, ids: Collection[int]) -> set[int]:
    return set(session.scalars(_READABLE, given(actor, ids=list(ids))))
