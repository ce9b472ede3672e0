"""Which due dates a change of the calendar moves, from and to."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core import clock
from app.core.feature import CountedDates, Moved, installed
from app.core.policy import Actor
from app.deadlines.inputs import DayData
from app.deadlines.models import DayException
from app.deadlines.queries.calendars import calendar_with
from app.deadlines.rules.spans import Due, Rule, Span
from app.deadlines.rules.working_time import WorkCalendar
from app.organisation.queries import agencies


@dataclass(frozen=True)
class Move:
    """A date that moves, and the feature whose it is."""

    moved: Moved
    due: Due
    brought: CountedDates


def moves(session: Session, change: DayData) -> list[Move]:
    """The open dates that were counted across this day and come out otherwise now, the nearest
    first. None is moved into the past: what a calendar says later makes nobody late."""
    start, end = clock.day_bounds(change.day)
    concerned, now = _agencies(session, change), clock.now()
    calendars: dict[int, WorkCalendar] = {}
    dues: dict[tuple[int, str, datetime], Due] = {}
    found = []
    for brought in installed().counted:
        for one in brought.across(session, concerned, start, end):
            if one.agency_id not in calendars:
                calendars[one.agency_id] = calendar_with(session, one.agency_id, change)
            key = one.agency_id, one.span, one.since
            if key not in dues:
                rule = Rule(Span.of(one.span), one.since)
                dues[key] = rule.due(calendars[one.agency_id])
            new = dues[key].at
            if new is not None and new != one.due_at and new > now:
                found.append(Move(Moved(one.id, one.due_at, new), dues[key], brought))
    return sorted(found, key=lambda move: (move.moved.old, move.moved.id))


def said_of(
    session: Session, actor: Actor, found: Sequence[Move]
) -> Mapping[tuple[CountedDates, int], tuple[str, str, str]]:
    """Holder, title and address of each of these, as far as the actor may know them."""
    of_feature: dict[CountedDates, list[int]] = {}
    for move in found:
        of_feature.setdefault(move.brought, []).append(move.moved.id)
    return {
        (brought, number): words
        for brought, ids in of_feature.items()
        for number, words in brought.said(session, actor, ids).items()
    }


def _agencies(session: Session, change: DayData) -> Collection[int]:
    """Whose calendar changes: that of one, or of all that have no row of their own for the day."""
    if change.agency_id is not None:
        return {change.agency_id}
    own = set(session.scalars(select(DayException.agency_id).where(DayException.day == change.day)))
    return {one.id for one in agencies(session)} - own
