"""The list of cases, and which of them stand in which of its tabs."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCIES, given
from app.core.lists import Listing, among, contains, equals
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries.colours import DueColumns, colour_conditions
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.inputs import Status
from app.onestop.cases.models import Case
from app.onestop.cases.policy import IS_READABLE, readable
from app.onestop.cases.rules.statuses import OPEN, WAITING

IS_OPEN = Case.status.in_(sorted(OPEN))
_COLOURS = colour_conditions(DueColumns(is_open=IS_OPEN, due_at=Case.due_at))
_WITH_CITIZEN = Case.status.in_(sorted({Status.REGISTERED, *WAITING}))
_TABS = {
    "open": IS_OPEN,
    "late": _COLOURS["late"],
    "waiting": _WITH_CITIZEN,
    "ready": Case.status == Status.FINISHED,
    "done": Case.status.in_((Status.REFUSED, Status.WITHDRAWN, Status.STOPPED, Status.RETURNED)),
    "all": Case.id.is_not(None),
}
CASES = Listing(
    name="cases.index",
    title=N_("Cases of the one-stop shop"),
    filter=CaseFilter,
    id=Case.id,
    rows=select(
        Case.id,
        Case.agency_id,
        Case.code,
        Case.subject,
        Case.name,
        Case.status,
        Case.registered_at,
        Case.received_at,
        Case.due_at,
        Case.finished_at,
    ),
    within=(Case.agency_id.in_(MY_AGENCIES),),
    readers=readable,
    where={
        "tab": among(_TABS),
        "words": contains(Case.folded),
        "channel": equals(Case.channel),
    },
    counted=("open", "late", "waiting", "ready"),
    sorts={"due": Case.due_at, "received": Case.received_at},
)

_AMONG = CASES.rows.where(Case.id.in_(bindparam("ids", expanding=True)), IS_READABLE)


def rows_of(session: Session, actor: Actor, ids: Sequence[int]) -> Sequence[Any]:
    """Those of these that the actor may read, as the list has them."""
    return session.execute(_AMONG, given(actor, ids=list(ids))).all()
