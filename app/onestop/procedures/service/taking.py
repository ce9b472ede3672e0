"""Taking a catalogue over: each procedure that says something else gets its next version."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core.errors import Problem, Refused
from app.core.policy import Actor
from app.core.text import N_
from app.onestop.procedures.inputs import Listed
from app.onestop.procedures.models import Procedure, ProcedureVersion
from app.onestop.procedures.policy import MANAGE
from app.onestop.procedures.queries import known_contents
from app.onestop.procedures.rules.changes import takings
from app.onestop.procedures.service.drafting import begin, begin_next, write
from app.onestop.procedures.service.publishing import publish


def take_over(
    session: Session, actor: Actor, listed: Sequence[Listed], starts: date | None, name: str
) -> int:
    """How many procedures changed: as drafts, or holding from the day they are said to start.

    Refused with the reasons of all of them, each with its code; nothing is taken over then.
    """
    actor.needs(MANAGE)
    known = known_contents(session, [one.code for one in listed])
    changed = [one.listed for one in takings(listed, known) if not one.is_alike]
    problems: list[Problem] = []
    for one in changed:
        try:
            _take(session, actor, one, starts)
        except Refused as refusal:
            problems += (_named(one, problem) for problem in refusal.problems)
    if problems:
        raise Refused(*problems)
    if changed:
        about = Subject("agency", actor.agency_id or 0)
        record(session, actor, "procedures.imported", about, count=len(changed), name=name)
    return len(changed)


def _take(session: Session, actor: Actor, listed: Listed, starts: date | None) -> None:
    version = _draft(session, actor, listed)
    if starts is not None:
        publish(session, actor, version.id, starts)


def _draft(session: Session, actor: Actor, listed: Listed) -> ProcedureVersion:
    row = select(Procedure.id).where(Procedure.code == listed.code)
    procedure_id = session.scalar(row)
    if procedure_id is None:
        is_national = listed.is_national
        code, field, content = listed.code, listed.field, listed.content
        return begin(session, actor, code, field, content, is_national=is_national)
    draft = begin_next(session, actor, procedure_id)
    return write(session, actor, draft.id, listed.content)


def _named(listed: Listed, problem: Problem) -> Problem:
    message = N_("%(code)s: %(reason)s")
    return Problem(message, {"code": listed.code, "reason": problem})
