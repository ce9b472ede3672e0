"""One case: who may see it, its papers, its story, and both of its clocks."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.asking import given
from app.core.errors import NotFound
from app.core.feature import Face
from app.core.policy import Actor
from app.deadlines.queries import calendar
from app.deadlines.rules.spans import Due, Pause
from app.deadlines.rules.working_time import WorkCalendar
from app.onestop.cases.inputs import Status
from app.onestop.cases.models import Case, CaseMove, CasePaper, CasePause
from app.onestop.cases.policy import IS_READABLE
from app.onestop.cases.rules.clocks import Clocks, step_clock
from app.onestop.cases.rules.statuses import OPEN
from app.onestop.procedures.queries import content_of, get_version


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


def due_of(session: Session, case: Case) -> Due | None:
    """What is promised, as it stands; none of the procedure is read for that."""
    return due_after(case, calendar(session, case.agency_id), pauses(session, case.id))


def due_after(case: Case, days: WorkCalendar, paused: Sequence[Pause]) -> Due | None:
    """The same, of a case whose clock stood in these intervals."""
    rule = case.due_rule
    return replace(rule, pauses=tuple(paused)).due(days) if rule is not None else None


def clocks_of(session: Session, case: Case) -> Clocks:
    """Both clocks as they stand, by the version under which the case was received."""
    days, paused = calendar(session, case.agency_id), pauses(session, case.id)
    due = due_after(case, days, paused)
    if case.step_since is None or case.status not in OPEN:
        return Clocks(due, None)
    steps = content_of(session, get_version(session, case.version_id)).steps
    return Clocks(due, step_clock(steps, case.step, case.step_since, days, paused))
