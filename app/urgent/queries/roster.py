"""The duty roster: who is on duty when, where nobody is, and which days off come next."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.settings import value
from app.deadlines.queries import calendar
from app.organisation.models import Absence, Agency, Person, Post
from app.organisation.queries import valid_on
from app.urgent.models import DutyShift
from app.urgent.rules import SHIFT_WORDS, DaysOff, days_off, shift_at
from app.urgent.settings import DAY_SHIFT

Slot = tuple[date, str]
"""A day, and a shift of it."""
SOON = 10
"""Days ahead in which days off are told of while nobody is on duty on them."""
USED_WITHIN = timedelta(days=60)
"""An agency that put nobody on duty for so long keeps no roster."""


class OnDuty(NamedTuple):
    person_id: int
    name: str
    is_away: bool


def roster(session: Session, agency_id: int, first: date, days: int) -> dict[Slot, OnDuty]:
    """Who is on duty in these days, by day and shift."""
    is_away = exists().where(
        Absence.person_id == DutyShift.person_id,
        Absence.starts_on <= DutyShift.day,
        Absence.ends_on >= DutyShift.day,
    )
    rows = (
        select(DutyShift.day, DutyShift.shift, Person.id, Person.name, is_away)
        .join(Person, Person.id == DutyShift.person_id)
        .where(DutyShift.agency_id == agency_id)
        .where(DutyShift.day >= first, DutyShift.day < first + timedelta(days=days))
    )
    return {(row[0], row[1]): OnDuty(*row[2:]) for row in session.execute(rows)}


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
    was on duty in."""
    rows = select(DutyShift.day).where(DutyShift.agency_id == agency_id, DutyShift.day < day)
    last = session.scalar(rows.order_by(DutyShift.day.desc()).limit(1))
    if last is None:
        return {}
    held = roster(session, agency_id, last - timedelta(days=6), 7)
    return {(on.weekday(), shift): one.person_id for (on, shift), one in held.items()}


def keeping_rosters(session: Session) -> list[tuple[int, str]]:
    """Agencies of today that put people on duty lately, with their short names."""
    used = exists().where(
        DutyShift.agency_id == Agency.id, DutyShift.day >= clock.today() - USED_WITHIN
    )
    rows = select(Agency.id, Agency.short_name).where(used, valid_on(Agency)).order_by(Agency.id)
    return [(number, name) for number, name in session.execute(rows)]


class There(NamedTuple):
    """When somebody works in an agency, and when they are away; both with their last days."""

    posts: list[tuple[date, date | None]]
    absences: list[tuple[date, date]]

    def on(self, day: date) -> bool:
        works = any(first <= day and (last is None or day <= last) for first, last in self.posts)
        return works and not any(first <= day <= last for first, last in self.absences)


def there(
    session: Session, agency_id: int, person_ids: Collection[int], first: date, last: date
) -> dict[int, There]:
    """Of each of these persons."""
    found = {one: There([], []) for one in person_ids}
    posts = select(Post.person_id, Post.valid_from, Post.valid_to).where(
        Post.person_id.in_(found), Post.agency_id == agency_id
    )
    for person_id, begins, ends in session.execute(posts):
        found[person_id].posts.append((begins, ends))
    meets = and_(Absence.starts_on <= last, Absence.ends_on >= first)
    absences = select(Absence.person_id, Absence.starts_on, Absence.ends_on).where(
        Absence.person_id.in_(found), meets
    )
    for person_id, begins, ends in session.execute(absences):
        found[person_id].absences.append((begins, ends))
    return found
