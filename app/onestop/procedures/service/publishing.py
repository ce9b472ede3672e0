"""From which day a version holds, and until which."""

from datetime import date

from sqlalchemy import update
from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries import calendar
from app.onestop.procedures.models import ProcedureVersion
from app.onestop.procedures.queries import content_of, published_of, versions_of
from app.onestop.procedures.rules.content import publishing_problems
from app.onestop.procedures.rules.versions import (
    A_DAY,
    Published,
    beginning_problems,
    cut_by,
    ending_problems,
)
from app.onestop.procedures.service.common import take, tell
from app.onestop.procedures.service.drafting import must_be_draft


def publish(
    session: Session, actor: Actor, version_id: int, starts: date | None, seen: int | None = None
) -> ProcedureVersion:
    """Let a draft hold from this day on; what held until then ends the day before.

    Refused where the day is another version's, or nobody could work by it. Raises Stale.
    """
    version = take(session, actor, version_id, seen)
    must_be_draft(version)
    others = published_of(session, version.procedure_id)
    day_length = calendar(session, actor.agency_id).day_length
    refuse_for(
        [
            *beginning_problems(starts, others, clock.today()),
            *publishing_problems(content_of(session, version), day_length),
        ]
    )
    assert starts is not None, "refused above"
    if cut := cut_by(starts, others):
        _make_way(session, version.procedure_id, *cut)
    version.valid_from, version.published_at = starts, clock.now()
    version.published_by_id = actor.person_id or None
    version.version += 1
    session.flush()
    tell(session, actor, "published", version, day=starts.isoformat())
    return version


def call_back(session: Session, actor: Actor, version_id: int) -> ProcedureVersion:
    """Make a version a draft again that has not begun; what it was to follow goes on.

    Refused from the day it begins, and where there is a draft already.
    """
    version = take(session, actor, version_id)
    if version.published_at is None or version.valid_from is None:
        raise Refused(Problem(N_("It is a draft.")))
    if version.valid_from <= clock.today():
        message = N_("It has begun: cases may stand under it. Write the next version instead.")
        raise Refused(Problem(message))
    others = versions_of(session, version.procedure_id)
    if others[0] is not version:
        message = N_("Version %(number)s was begun after it: throw that away first.")
        raise Refused(Problem(message, {"number": others[0].number}))
    for before in others[1:]:
        if before.valid_to == version.valid_from - A_DAY and not before.ending:
            before.valid_to, before.version = None, before.version + 1
    version.published_at, version.published_by_id = None, None
    version.valid_to, version.ending = None, ""
    version.version += 1
    session.flush()
    tell(session, actor, "called_back", version)
    return version


def end(
    session: Session, actor: Actor, version_id: int, ends: date | None, reason: str
) -> ProcedureVersion:
    """Let a version end with this day, without another after it.

    Refused for a day that is over, for one outside its time, and without a reason.
    """
    version = take(session, actor, version_id)
    if version.published_at is None or version.valid_from is None:
        raise Refused(Problem(N_("It is a draft.")))
    own = Published(version.number, version.valid_from, version.valid_to)
    problems = [*ending_problems(ends, own, clock.today())]
    if not reason:
        problems.append(Problem(N_("Say by what decision it ends."), field="reason"))
    refuse_for(problems)
    assert ends is not None, "refused above"
    version.valid_to, version.ending = ends, reason
    version.version += 1
    session.flush()
    tell(session, actor, "ended", version, day=ends.isoformat(), reason=reason)
    return version


def _make_way(session: Session, procedure_id: int, version: Published, ends: date) -> None:
    row = update(ProcedureVersion).where(
        ProcedureVersion.procedure_id == procedure_id, ProcedureVersion.number == version.number
    )
    session.execute(row.values(valid_to=ends, version=ProcedureVersion.version + 1))
