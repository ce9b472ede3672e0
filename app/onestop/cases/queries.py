"""Reading cases: the list, one of them with its clocks and story, those of one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from app.core.asking import MY_AGENCY, MY_PERSONS, given
from app.core.errors import NotFound
from app.core.feature import Face
from app.core.lists import Listing, among, contains, equals
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries import calendar
from app.deadlines.queries.colours import DueColumns, colour_conditions
from app.deadlines.rules.spans import Pause, Span, due_by
from app.onestop.cases.filters import CaseFilter
from app.onestop.cases.inputs import Status
from app.onestop.cases.models import Case, CaseMove, CasePaper, CasePause
from app.onestop.cases.policy import IS_READABLE, readable
from app.onestop.cases.rules.clocks import Clocks, step_clock
from app.onestop.cases.rules.statuses import OPEN, WAITING
from app.onestop.procedures.queries import content_of, get_version

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
    within=(Case.agency_id == MY_AGENCY,),
    readers=readable,
    where={
        "tab": among(_TABS),
        "words": contains(Case.folded),
        "channel": equals(Case.channel),
    },
    counted=("open", "late", "waiting", "ready"),
    sorts={"due": Case.due_at, "received": Case.received_at},
)


def get_case(session: Session, actor: Actor, case_id: int) -> Case:
    """Raises NotFound where there is none that this actor may read."""
    wanted = select(Case).where(Case.id == case_id, IS_READABLE)
    found = session.scalar(wanted, given(actor))
    if found is None:
        raise NotFound
    return found


def faces(session: Session, ids: Collection[int]) -> Mapping[int, Face]:
    rows = select(Case).where(Case.id.in_(ids))
    return {
        one.id: Face(
            one.id,
            "case",
            f"/records/{one.id}",
            one.subject,
            reference=one.code,
            source=one.name,
            due_at=one.due_at,
        )
        for one in session.scalars(rows)
    }


# -- One case --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Moved:
    """A line of the story."""

    id: int
    source: Status | None
    target: Status
    at: datetime
    by_id: int
    words: str
    undone_at: datetime | None


def story(session: Session, case_id: int) -> list[Moved]:
    """All that happened, the newest first, with what was taken back."""
    rows = select(CaseMove).where(CaseMove.case_id == case_id).order_by(CaseMove.id.desc())
    return [
        Moved(
            one.id,
            Status(one.source) if one.source else None,
            Status(one.target),
            one.at,
            one.by_id,
            one.words,
            one.undone_at,
        )
        for one in session.scalars(rows)
    ]


def last_move(moves: Sequence[Moved]) -> Moved | None:
    """The newest that was not taken back."""
    return next((one for one in moves if one.undone_at is None), None)


def papers(session: Session, case_id: int) -> Sequence[CasePaper]:
    rows = select(CasePaper).where(CasePaper.case_id == case_id).order_by(CasePaper.place)
    return session.scalars(rows).all()


def pauses(session: Session, case_id: int) -> list[Pause]:
    rows = select(CasePause.start_at, CasePause.end_at).where(CasePause.case_id == case_id)
    return [Pause(start, end) for start, end in session.execute(rows.order_by(CasePause.start_at))]


def clocks_of(session: Session, case: Case) -> Clocks:
    """Both clocks as they stand, by the version under which the case was received."""
    days, paused = calendar(session, case.agency_id), pauses(session, case.id)
    due = None
    if case.received_at is not None and case.span:
        due = due_by(case.received_at, Span.of(case.span), days, paused)
    if case.step_since is None or case.status not in OPEN:
        return Clocks(due, None)
    steps = content_of(session, get_version(session, case.version_id)).steps
    return Clocks(due, step_clock(steps, case.step, case.step_since, days, paused))


# -- Of one person ---------------------------------------------------------------------------------

MOST_EARLIER = 3
_IDENTITY: Any = bindparam("identity")
_EARLIER = (
    CASES.rows.where(Case.agency_id == MY_AGENCY, Case.identity == _IDENTITY, IS_READABLE)
    .order_by(IS_OPEN.desc(), Case.id.desc())
    .limit(MOST_EARLIER)
)


def earlier_of(session: Session, actor: Actor, identity: str) -> Sequence[Any]:
    """The newest cases of whoever has this number, what is open first."""
    return session.execute(_EARLIER, given(actor, identity=identity)).all()


_READY = select(Case.id).where(
    Case.agency_id == MY_AGENCY,
    IS_READABLE,
    or_(Case.code == bindparam("code"), Case.public_code == bindparam("public")),
)


def find_by_code(session: Session, actor: Actor, code: str, public: str | None) -> int | None:
    """The case of either code, which a receipt bears."""
    return session.scalar(_READY, given(actor, code=code, public=public or ""))


_USED = (
    select(Case.procedure_id, func.max(Case.id).label("last"))
    .where(Case.agency_id == MY_AGENCY, Case.received_by_id.in_(MY_PERSONS))
    .group_by(Case.procedure_id)
    .order_by(func.max(Case.id).desc())
    .limit(bindparam("most"))
)


def procedures_last_used(session: Session, actor: Actor, most: int) -> list[int]:
    """What this officer received last, the newest first."""
    return [one for one, _last in session.execute(_USED, given(actor, most=most))]


_SAME = select(Case.code).where(
    and_(Case.agency_id == MY_AGENCY, Case.identity == _IDENTITY, IS_OPEN),
    Case.procedure_id == bindparam("procedure_id"),
)


def open_already(session: Session, actor: Actor, identity: str, procedure_id: int) -> str | None:
    """The code of a case that the same person has open for the same thing."""
    values = given(actor, identity=identity, procedure_id=procedure_id)
    return session.scalar(_SAME.limit(1), values)
