"""The duty roster: who is on duty when, where nobody is, and which days off come next."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.core import clock
from app.core.settings import value
from app.deadlines.queries import calendar
from app.urgent.models import DutyShift
from app.urgent.queries.chain import there
from app.urgent.rules import SHIFT_WORDS, DaysOff, days_off, shift_at
from app.urgent.settings import DAY_SHIFT

Slot = tuple[date, str]
"""A day, and a shift of it."""
SOON = 10
"""Days ahead in which days off are told of while nobody is on duty on them."""


class OnDuty(NamedTuple):
    person_id: int
    name: str
    is_away: bool
    """Or does not work here any more."""


def roster(session: Session, agency_id: int, first: date, days: int) -> dict[Slot, OnDuty]:
    """Who is on duty in these days, by day and shift."""
    last = first + timedelta(days=days - 1)
    rows = (
        select(DutyShift)
        .options(joinedload(DutyShift.person))
        .where(DutyShift.agency_id == agency_id, DutyShift.day >= first, DutyShift.day <= last)
    )
    found = session.scalars(rows).all()
    known = there(session, agency_id, {one.person_id for one in found}, first, last)
    return {
        (one.day, one.shift): OnDuty(
            one.person_id, one.person.name, not known[one.person_id].on(one.day)
        )
        for one in found
    }


def gaps(held: Mapping[Slot, OnDuty], first: date, days: int) -> list[Slot]:
    """Shifts of these days on which nobody is, or somebody who is away."""
    slots = [
        (first + timedelta(days=number), shift) for number in range(days) for shift in SHIFT_WORDS
    ]
    return [slot for slot in slots if slot not in held or held[slot].is_away]


class GapsAhead(NamedTuple):
    """Days off to come, with the shifts of them that nobody has."""

    off: DaysOff
    slots: list[Slot]


def gaps_before_days_off(session: Session, agency_id: int, today: date) -> GapsAhead | None:
    """The next holiday or long weekend that is near and has a gap."""
    known = calendar(session, agency_id)
    near = list(days_off(known.is_working, known.names, today, SOON))
    if not near:
        return None
    first, days = near[0].first, (near[-1].last - near[0].first).days + 1
    empty = gaps(roster(session, agency_id, first, days), first, days)
    for off in near:
        slots = [slot for slot in empty if off.first <= slot[0] <= off.last]
        if slots:
            return GapsAhead(off, slots)
    return None


def gaps_of_today(session: Session, agency_id: int) -> list[Slot]:
    """The shift that holds now and those of the next day which nobody has."""
    now = shift_at(clock.now(), value(session, DAY_SHIFT, agency_id)[0])
    found = gaps(roster(session, agency_id, now[0], 2), now[0], 2)
    return [slot for slot in found if slot[0] > now[0] or slot[1] == "night" or slot == now]


def pattern_before(session: Session, agency_id: int, day: date) -> dict[tuple[int, str], int]:
    """Who had which shift of the week, by weekday, in the last week before this day that anybody
    was on duty in; of the week that begins with it where there is none."""
    rows = select(DutyShift.day).where(DutyShift.agency_id == agency_id, DutyShift.day < day)
    last = session.scalar(rows.order_by(DutyShift.day.desc()).limit(1))
    first = last - timedelta(days=6) if last is not None else day
    held = roster(session, agency_id, first, 7)
    return {(on.weekday(), shift): one.person_id for (on, shift), one in held.items()}
