"""Who may read cases: whoever has a right to the record, and the shop all of its agency."""

from app.core.policy import Actor
from app.onestop.cases.models import Case
from app.records.policy import is_readable, readable_in

READ, HANDLE = "cases.read", "cases.handle"
IS_READABLE = is_readable(Case.id)
readable = readable_in(Case.id)


def may_handle(actor: Actor, case: Case) -> bool:
    """Whether this actor, who may read the case, moves it on."""
    return actor.may(HANDLE) and actor.works_for(case.agency_id)
