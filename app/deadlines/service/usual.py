"""Setting how long work may usually take."""

from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import NotFound, Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.core.words import URGENCY_WORDS
from app.deadlines.inputs import YEARS
from app.deadlines.models import UsualSpan
from app.deadlines.queries.usual import type_options, usual_spans
from app.deadlines.rules.spans import Unit
from app.deadlines.rules.usual import Usual
from app.organisation.queries.pages import get_agency
from app.organisation.service import raise_epoch
from app.organisation.service.common import iso

UNITS = {
    Unit.WORKING_DAY: N_("working days"),
    Unit.HALF_DAY: N_("half days"),
    Unit.WORKING_HOUR: N_("working hours"),
    Unit.HOUR: N_("hours by the clock"),
    Unit.DAY: N_("calendar days"),
    Unit.SAME_DAY: N_("within the day"),
}


def set_usual(
    session: Session, actor: Actor, usual: Usual, instead_of: Usual | None = None
) -> None:
    """From this day on work like this may take so long. What was given out keeps its date.

    Refused where one of the same begins on that day already, but for the one `instead_of` which it
    is set.
    """
    if usual.agency_id is not None:
        get_agency(session, usual.agency_id)
    if usual.type_code is not None and usual.type_code not in dict(type_options(session)):
        raise NotFound
    if usual.since.year not in YEARS:
        said = N_("The calendar has days from %(first)s to %(last)s.")
        raise Refused(Problem(said, {"first": YEARS[0], "last": YEARS[-1]}, "since"))
    if instead_of is not None and _key(usual) == _key(instead_of):
        remove_usual(session, actor, instead_of.id)
    if any(_key(usual) == _key(one) for one in usual_spans(session)):
        said = N_("One for the same begins on that day already: take it off first.")
        raise Refused(Problem(said, field="since"))
    row = UsualSpan(
        agency_id=usual.agency_id,
        type_code=usual.type_code,
        urgency=usual.urgency,
        since=usual.since,
        span=usual.span.kept if usual.span else None,
    )
    session.add(row)
    session.flush()
    _tell(session, actor, "usual.set", row, usual)


def remove_usual(session: Session, actor: Actor, row_id: int) -> Usual:
    """What held before it holds again; what was given out keeps its date."""
    row = session.get(UsualSpan, row_id)
    usual = next((one for one in usual_spans(session) if one.id == row_id), None)
    if row is None or usual is None:
        raise NotFound
    session.delete(row)
    session.flush()
    _tell(session, actor, "usual.removed", row, usual)
    return usual


def _key(usual: Usual) -> tuple[object, ...]:
    return usual.agency_id, usual.type_code, usual.urgency, usual.since


def _tell(session: Session, actor: Actor, action: str, row: UsualSpan, usual: Usual) -> None:
    raise_epoch(session)
    values: dict[str, Any] = {
        "what": dict(type_options(session)).get(usual.type_code or "", "–"),
        "urgency_word": N_("any") if usual.urgency is None else URGENCY_WORDS[usual.urgency],
        "count": usual.span.count if usual.span else "–",
        "unit_word": UNITS[usual.span.unit] if usual.span else N_("no due date"),
        "since": iso(usual.since),
    }
    record(session, actor, action, Subject("due_rule", row.id), agency_id=row.agency_id, **values)
