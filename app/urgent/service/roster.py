"""Who is on duty when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.queries.roles import holders_of
from app.audit.service import Subject, record
from app.core import clock
from app.core.db import SessionFactory, transaction
from app.core.errors import Problem, Refused, refuse_for
from app.core.policy import Actor
from app.core.text import N_
from app.messages.service import notify
from app.organisation.queries.bodies import person_name, works_in
from app.urgent import policy, rules
from app.urgent.models import DutyShift
from app.urgent.queries.chain import keeping_rosters, there
from app.urgent.queries.roster import gaps_before_days_off

LONGEST_FILLED = timedelta(days=92)


def set_duty(session: Session, actor: Actor, day: date, shift: str, person_id: int | None) -> None:
    """Put a person of the actor's agency on duty, or nobody; a day that is over stays as it was."""
    actor.needs(policy.KEEP)
    problems = []
    if shift not in rules.SHIFT_WORDS:
        problems.append(Problem(N_("Choose one of these."), field="shift"))
    if day < clock.today():
        problems.append(Problem(N_("This day is over: its duty stays as it was."), field="day"))
    if person_id is not None and not works_in(session, person_id, actor.agency_id, day):
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
    name = person_name(session, person_id or before or 0)
    subject, word = Subject("agency", actor.agency_id or 0), rules.SHIFT_WORDS[shift]
    record(session, actor, action, subject, name=name, day=day.isoformat(), shift_word=word)


@dataclass(frozen=True)
class Filled:
    """What came of filling a span of days."""

    shifts: int
    left: int
    """Shifts left as they were, because whoever was chosen is away or does not work here then."""


def asked_span(first: date | None, last: date | None) -> tuple[date, date]:
    """Refused where one of them was not said."""
    if first is None or last is None:
        raise Refused(Problem(N_("Enter the first and the last day."), field="first"))
    return first, last


def fill(
    session: Session,
    actor: Actor,
    first: date,
    last: date,
    pattern: Mapping[tuple[int, str], int],
    *,
    replacing: bool,
) -> Filled:
    """Put people on duty from day to day by `pattern`: weekday (Monday is 0) and shift to a person.

    Who is on duty already stays, unless `replacing`. Refused for days that are over, or too many.
    """
    actor.needs(policy.KEEP)
    refuse_for(_fill_problems(first, last, pattern))
    agency_id = actor.agency_id or 0
    rows = select(DutyShift).where(
        DutyShift.agency_id == agency_id, DutyShift.day >= first, DutyShift.day <= last
    )
    held = {(row.day, row.shift): row for row in session.scalars(rows.with_for_update())}
    known = there(session, agency_id, set(pattern.values()), first, last)
    shifts = left = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        for shift in rules.SHIFT_WORDS:
            person_id, row = pattern.get((day.weekday(), shift)), held.get((day, shift))
            if person_id is None or (row and (not replacing or row.person_id == person_id)):
                continue
            if not known[person_id].on(day):
                left += 1
                continue
            if row is None:
                row = DutyShift(agency_id=agency_id, day=day, shift=shift)
                session.add(row)
            row.person_id = person_id
            shifts += 1
    if shifts:
        record(
            session, actor, "urgent.roster_filled", Subject("agency", agency_id),
            count=shifts, day=first.isoformat(), until=last.isoformat(),
        )  # fmt: skip
    return Filled(shifts, left)


def _fill_problems(
    first: date, last: date, pattern: Mapping[tuple[int, str], int]
) -> list[Problem]:
    problems = []
    if first < clock.today():
        problems.append(Problem(N_("This day is over: its duty stays as it was."), field="first"))
    if last < first:
        problems.append(Problem(N_("The last day is before the first."), field="last"))
    if last - first > LONGEST_FILLED:
        problems.append(Problem(N_("Fill three months at most at once."), field="last"))
    if not pattern:
        problems.append(Problem(N_("Choose at least one person.")))
    return problems


def tell_gaps(factory: SessionFactory) -> None:
    """Whoever keeps the roster hears once of a holiday that is near and on which nobody is on
    duty."""
    with transaction(factory) as session:
        for agency_id, _name in keeping_rosters(session):
            ahead = gaps_before_days_off(session, agency_id, clock.today())
            if ahead is not None:
                notify(
                    session,
                    holders_of(session, agency_id, policy.KEEP),
                    f"roster:{agency_id}:{ahead.off.first.isoformat()}",
                    N_("Nobody is on duty on %(count)s shifts from %(day)s to %(until)s, days off"),
                    f"/urgent/roster?from={ahead.off.first:%d/%m/%Y}",
                    count=len(ahead.slots),
                    day=f"{ahead.off.first:%d/%m}",
                    until=f"{ahead.off.last:%d/%m}",
                )
