"""Which due dates a change of the calendar moves, from and to."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import Counted, CountedDates, Moved, installed
from app.core.policy import Actor
from app.deadlines.inputs import DayData
from app.deadlines.models import DayException
from app.deadlines.queries.calendars import calendar_with
from app.deadlines.queries.counted import BATCH
from app.deadlines.rules.spans import Pause, Rule, Span
from app.deadlines.rules.working_time import WorkCalendar, Works
from app.organisation.queries import agencies


class Move(NamedTuple):
    """A date that moves, and the feature whose it is."""

    moved: Moved
    rule: Rule
    calendar: WorkCalendar
    brought: CountedDates

    @property
    def key(self) -> tuple[CountedDates, int]:
        return self.brought, self.moved.id


def moves(session: Session, change: DayData) -> list[Move]:
    """The open dates that were counted across this day and come out otherwise now, the nearest
    first; nothing that was promised comes earlier again. None is moved into the past: what a
    calendar says later makes nobody late."""
    start, end = _bounds(change)
    concerned, counting = _agencies(session, change), _Counting(session, change)
    now = clock.now()
    found = [
        Move(Moved(one.id, one.due_at, new), rule, counting.calendar(one.agency_id), brought)
        for brought in installed().counted
        for one in brought.across(session, concerned, start, end)
        for rule, new in (counting.anew(one),)
        if new not in (None, one.due_at) and new > now
    ]
    return sorted(found, key=lambda move: (move.moved.old, move.moved.id))


Fixed = Mapping[CountedDates, Sequence[int]]


def fixed_on(session: Session, change: DayData) -> Fixed:
    """The open dates that somebody set to this day, by feature: they stay, though it is off now."""
    if change.works is not Works.OFF:
        return {}
    of_day, concerned = clock.day_bounds(change.day), _agencies(session, change)
    found = {one: one.fixed(session, concerned, *of_day) for one in installed().counted}
    return {one: ids for one, ids in found.items() if ids}


def _bounds(change: DayData) -> tuple[datetime, datetime]:
    days = [one.day for one in change.days]
    return clock.day_bounds(min(days))[0], clock.day_bounds(max(days))[1]


def digest(change: DayData, found: Sequence[Move], fixed: Fixed) -> str:
    """Says of these dates, from and to, and of those that stay on the day, whether they are those
    that were shown; empty for none. A made-up day is shown in any case: it is counted wherever
    somebody asks how many days are left."""
    dates = [
        f"{one.moved.id} {one.moved.old.isoformat()} {one.moved.new.isoformat()}" for one in found
    ]
    dates += [f"{number} stays" for ids in fixed.values() for number in sorted(ids)]
    if change.works is Works.WHOLE:
        dates.append(f"{change.day.isoformat()} is worked")
    return sha256("\n".join(dates).encode()).hexdigest() if dates else ""


_Since = tuple[int, str, date | datetime, tuple[tuple[datetime, datetime], ...]]
"""Whose calendar, how long, from when, without which pauses."""


class _Counting:
    """Due dates by the changed calendars. What began at the same time, or on the same day where
    the hour says nothing, is counted once: a holiday may move tens of thousands."""

    def __init__(self, session: Session, change: DayData) -> None:
        self._session, self._change = session, change
        self._calendars: dict[int, WorkCalendar] = {}
        self._known: dict[_Since, tuple[Rule, datetime | None]] = {}
        self._dues: dict[_Since, datetime | None] = {}

    def calendar(self, agency_id: int) -> WorkCalendar:
        if agency_id not in self._calendars:
            calendar = calendar_with(self._session, agency_id, self._change)
            self._calendars[agency_id] = calendar
        return self._calendars[agency_id]

    def anew(self, one: Counted) -> tuple[Rule, datetime | None]:
        rule, at = self._counted(one)
        if one.promised is None or at is None:
            return rule, at
        return replace(rule, promised=one.promised), max(at, one.promised)

    def _counted(self, one: Counted) -> tuple[Rule, datetime | None]:
        key = one.agency_id, one.span, one.since, one.pauses
        if key not in self._known:
            pauses = tuple(Pause(*part) for part in one.pauses)
            rule = Rule(Span.of(one.span), one.since, pauses=pauses)
            same = (
                clock.local(one.since).date()
                if rule.span.is_whole and not rule.span.cutoff
                else one.since
            )
            alike = one.agency_id, one.span, same, one.pauses
            if alike not in self._dues:
                self._dues[alike] = rule.due(self.calendar(one.agency_id)).at
            self._known[key] = rule, self._dues[alike]
        return self._known[key]


Key = tuple[CountedDates, int]
"""A date among those of all features: whose it is, and its id there."""
Named = Mapping[Key, tuple[str, str, str]]


class Unopened(NamedTuple):
    """Dates of a unit that move alike, of what the actor may not open; `moved` is one of them."""

    unit: str
    moved: Moved
    number: int


def told_apart(
    session: Session, actor: Actor, found: Sequence[Move]
) -> tuple[list[Move], list[Unopened]]:
    """What the actor may open, and the others by unit, from and to."""
    units = _units(session, actor, [one.key for one in found])
    alike: dict[tuple[str, datetime, datetime], list[Moved]] = {}
    for move in found:
        if move.key in units:
            moved = move.moved
            alike.setdefault((units[move.key], moved.old, moved.new), []).append(moved)
    opened = [one for one in found if one.key not in units]
    return opened, [Unopened(unit, some[0], len(some)) for (unit, *_), some in alike.items()]


def fixed_apart(
    session: Session, actor: Actor, fixed: Fixed
) -> tuple[list[Key], Mapping[str, int]]:
    """The same of what stays; of the others only how many, by unit."""
    keys = [(brought, number) for brought, ids in fixed.items() for number in ids]
    units = _units(session, actor, keys)
    return [key for key in keys if key not in units], Counter(units.values())


def said_of(session: Session, actor: Actor, keys: Collection[Key]) -> Named:
    """Holder, title and address of each of these that the actor may open."""
    return {
        (brought, number): words
        for brought, ids in _by_feature(keys).items()
        for number, words in brought.said(session, actor, ids).items()
    }


def _units(session: Session, actor: Actor, keys: Collection[Key]) -> Mapping[Key, str]:
    """The unit of each of these that the actor may not open."""
    return {
        (brought, number): unit
        for brought, ids in _by_feature(keys).items()
        for start in range(0, len(ids), BATCH)
        for number, unit in brought.units(session, actor, ids[start : start + BATCH]).items()
    }


def _by_feature(keys: Collection[Key]) -> Mapping[CountedDates, Sequence[int]]:
    found: dict[CountedDates, list[int]] = {}
    for brought, number in keys:
        found.setdefault(brought, []).append(number)
    return found


def _agencies(session: Session, change: DayData) -> Collection[int]:
    """Whose calendar changes: that of one, or of all that have no row of their own for the day."""
    if change.agency_id is not None:
        return {change.agency_id}
    all_of_them = {one.id for one in agencies(session)}
    return {one for day in change.days for one in all_of_them - _with_own(session, day.day)}


def _with_own(session: Session, day: date) -> set[int | None]:
    return set(session.scalars(select(DayException.agency_id).where(DayException.day == day)))
