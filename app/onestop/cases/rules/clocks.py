"""The clock of a step beside that of the case: the holder's and the citizen's. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.deadlines.rules.spans import Due, Pause
from app.deadlines.rules.working_time import NO_TIME, WorkCalendar
from app.onestop.procedures.inputs import Step


@dataclass(frozen=True, slots=True)
class StepClock:
    """The step at which a case is: since when, and until when it should be done there; until
    nothing yet while the clock of the case stands."""

    step: Step
    number: int
    total: int
    since: datetime
    ends: datetime | None


def step_clock(
    steps: Sequence[Step],
    place: int,
    since: datetime,
    calendar: WorkCalendar,
    pauses: Sequence[Pause],
) -> StepClock | None:
    """Of the step at this place, from 1; None where there is none. Its time runs only while that
    of the case does."""
    if not 1 <= place <= len(steps):
        return None
    step = steps[place - 1]
    taken = timedelta(minutes=step.minutes) + sum(
        (
            calendar.worked_between(max(one.start, since), one.end)
            for one in pauses
            if one.end is not None
        ),
        NO_TIME,
    )
    ends = calendar.after(since, taken) if taken else calendar.at_work(since)
    stands = any(one.end is None and one.start < ends for one in pauses)
    return StepClock(step, place, len(steps), since, None if stands else ends)


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks of a case; what is not promised or not begun has none."""

    due: Due | None
    step: StepClock | None
