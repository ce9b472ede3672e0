"""Who is on duty when."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.audit.service import Subject, record
from app.core import clock
from app.core.errors import Problem, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.urgent import policy, rules
from app.urgent.models import DutyShift
from app.urgent.queries.chain import name_of, works_in


def set_duty(session: Session, actor: Actor, day: date, shift: str, person_id: int | None) -> None:
    """Put a person of the actor's agency on duty, or nobody; a day that is over stays as it was."""
    actor.needs(policy.KEEP)
    problems = []
    if shift not in rules.SHIFT_WORDS:
        problems.append(Problem(N_("Choose one of these."), field="shift"))
    if day < clock.today():
        problems.append(Problem(N_("This day is over: its duty stays as it was."), field="day"))
    if person_id is not None and not works_in(session, actor.agency_id, day, person_id):
        problems.append(Problem(N_("This person does not work here on that day."), field="person"))
    refuse_for(problems)
    is_it = (DutyShift.agency_id == actor.agency_id, DutyShift.day == day, DutyShift.shift == shift)
    row = session.scalar(select(DutyShift).where(*is_it).with_for_update())
    before = row.person_id if row else None
    if before == person_id:
        return
    if person_id is None:
        session.delete(row)
    elif row is None:
        row = DutyShift(agency_id=actor.agency_id, day=day, shift=shift, person_id=person_id)
        session.add(row)
    else:
        row.person_id = person_id
    action = "urgent.on_duty" if person_id else "urgent.off_duty"
    name = name_of(session, person_id or before or 0)
    subject, word = Subject("agency", actor.agency_id or 0), rules.SHIFT_WORDS[shift]
    record(session, actor, action, subject, name=name, day=day.isoformat(), shift_word=word)
