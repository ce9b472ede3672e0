"""Putting off a whole record: all its open lines and its own due date at once."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.core import clock
from app.core.errors import Forbidden, Problem, Refused, refuse_for
from app.core.feature import PutOff
from app.core.policy import Actor
from app.core.text import N_
from app.deadlines.queries import calendar
from app.deadlines.rules.working_time import WorkCalendar
from app.work import rules
from app.work.events import DueChanged
from app.work.models import Assignment, Extension
from app.work.service.dating import set_due
from app.work.service.work import Work, lock_readable, tell


def put_off_whole(
    session: Session, actor: Actor, record_id: int, until: PutOff
) -> list[Assignment]:
    """Put off every open line that is due earlier, and the record itself, all to one day or each by
    a span; all these lines. Each keeps its first date. Forbidden to who may not direct."""
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
    days = calendar(session, work.record.agency_id)
    dates = _dates(until, work, days)
    has_earlier = any(old < new.due_at for old, new in dates.values())
    refuse_for(rules.whole_problems(until.due_at, until.reason, has_earlier, clock.now()))
    own = work.record.due_at
    if own is not None and own < (new := _for(own, until, days)).due_at:
        work.kind.put_off(session, actor, work.record.record_id, new)
        work = replace(work, record=replace(work.record, due_at=new.due_at))
    said: dict[int, DueChanged] = {}
    for line in work.tree:  # those above come before those below, and may take them along
        old, new = dates.get(line.id, (None, until))
        if old is not None and line.due_at == old < new.due_at:
            reason, rule = until.reason, new.rule
            changed = set_due(session, actor, work, line, new.due_at, reason, rule, answers)
            said |= {one.assignment_id: one for one in changed}
    return list(said.values())


def _dates(until: PutOff, work: Work, days: WorkCalendar) -> dict[int, tuple[datetime, PutOff]]:
    """From and to when each open line is put off that has a date."""
    return {
        line.id: (line.due_at, _for(line.due_at, until, days))
        for line in work.tree
        if line.state == "open" and line.due_at is not None
    }


def _for(old: datetime, until: PutOff, days: WorkCalendar) -> PutOff:
    """What was said of all, for what was due then."""
    said = rules.Date(until.due_at, until.rule)
    date = rules.put_off_to(old, said, until.span, clock.now(), days)
    assert date.at is not None, "nothing pauses it"
    return replace(until, due_at=date.at, rule=date.rule)
