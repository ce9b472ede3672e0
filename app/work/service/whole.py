"""Putting off a whole record: all its open lines and its own due date at once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Forbidden, Problem, Refused, refuse_for
from app.core.feature import PutOff
from app.core.policy import Actor
from app.core.text import N_
from app.work import rules
from app.work.events import DueChanged
from app.work.models import Assignment, Extension
from app.work.service.dating import set_due
from app.work.service.work import Work, lock_readable, tell


def put_off_whole(
    session: Session, actor: Actor, record_id: int, until: PutOff
) -> list[Assignment]:
    """Put off every open line that is due earlier, and the record itself; all these lines. Each
    keeps its first date. Forbidden to who may not direct."""
    work = lock_readable(session, actor, record_id)
    if not work.may_be_directed(session, actor):
        raise Forbidden
    said = put_off_all(session, actor, work, until)
    tell(session, work, *said)
    return [work.tree.by_id[one.assignment_id] for one in said]


def must_say(due_at: datetime | None) -> datetime:
    """The moment until which something is put off; Refused where none was said."""
    if due_at is None:
        raise Refused(Problem(N_("Say until when: a day, or how much longer."), field="due"))
    return due_at


def put_off_all(
    session: Session, actor: Actor, work: Work, until: PutOff, answers: Extension | None = None
) -> list[DueChanged]:
    """The same in the turn of the record; what is to be told of it. `answers`: what was asked."""
    if work.record.problem is not None:
        raise Refused(work.record.problem)
    earlier = [line for line in work.tree if _is_earlier(line, until)]
    refuse_for(rules.whole_problems(until.due_at, until.reason, bool(earlier), clock.now()))
    if work.record.due_at is not None and work.record.due_at < until.due_at:
        work.kind.put_off(session, actor, work.record.record_id, until)
        work = replace(work, record=replace(work.record, due_at=until.due_at))
    said: dict[int, DueChanged] = {}
    for line in earlier:  # those above come before those below
        if _is_earlier(line, until):
            changed = set_due(
                session, actor, work, line, until.due_at, until.reason, until.rule, answers
            )
            said |= {one.assignment_id: one for one in changed}
    return list(said.values())


def _is_earlier(line: Assignment, until: PutOff) -> bool:
    return line.state == "open" and line.due_at is not None and line.due_at < until.due_at
