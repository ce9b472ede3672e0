"""What a case would take: each step with its moments, and the date promised. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.deadlines.rules.spans import Due, Pause, Span, Unit, due_by
from app.deadlines.rules.working_time import NO_TIME, WorkCalendar
from app.onestop.procedures.inputs import Step


@dataclass(frozen=True, slots=True)
class Leg:
    """A step of the sample case: from when to when, if its holder takes all of their time."""

    step: Step
    starts: datetime
    ends: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Trial:
    received: datetime
    legs: Sequence[Leg]
    due: Due | None
    """What is promised, with the pauses of the steps; None where nothing is."""
    spare: timedelta | None
    """Working time between the last step and the promise; below none where it is missed."""

    @property
    def ready(self) -> datetime:
        return self.legs[-1].ends if self.legs else self.received


def tried(
    received: datetime,
    limit: Span | None,
    steps: Sequence[Step],
    calendar: WorkCalendar,
    waiting: timedelta,
) -> Trial:
    """The sample case. `waiting`: the working time that each pause is supposed to last."""
    at = due_by(received, limit, calendar).begins if limit else calendar.at_work(received)
    legs, pauses = [], []
    for number, step in enumerate(steps, 1):
        taken = waiting if step.pause else timedelta(minutes=step.minutes)
        ends = calendar.after(at, taken)
        legs.append(Leg(step, calendar.at_work(at) if taken else at, ends, number))
        if step.pause:
            pauses.append(Pause(at, ends))
        at = ends
    due = due_by(received, limit, calendar, pauses) if limit else None
    return Trial(received, legs, due, _spare(due, at, calendar) if due else None)


def _spare(due: Due, ready: datetime, calendar: WorkCalendar) -> timedelta:
    assert due.at is not None, "every pause of a trial has its end"
    if ready <= due.at:
        return calendar.worked_between(ready, due.at)
    return -calendar.worked_between(due.at, ready)


def working_time(steps: Sequence[Step]) -> timedelta:
    """What the steps take, without those in which the clock of the case stands."""
    return sum((timedelta(minutes=one.minutes) for one in steps if not one.pause), NO_TIME)


def longest(span: Span, day_length: timedelta) -> timedelta | None:
    """The working time in a limit; None for calendar days and hours, which depend on the days."""
    match span.unit:
        case Unit.WORKING_DAY:
            return span.count * day_length
        case Unit.HALF_DAY:
            return span.count * day_length / 2
        case Unit.WORKING_HOUR:
            return timedelta(hours=span.count)
        case Unit.SAME_DAY:
            return day_length
    return None
