"""What an agency may set about its working time."""

import re
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

from app.core.errors import Problem, Refused
from app.core.settings import FIELD, Setting, Whole
from app.core.text import N_
from app.deadlines.rules.colours import OFFERED_WORKING_DAYS, SOON_WORKING_DAYS
from app.deadlines.rules.working_time import SHIFTS, Shift

GROUP = N_("Working time and due dates")
_SHIFT = re.compile(r"(\d{1,2})[:hg](\d{2})?\s*[-–]\s*(\d{1,2})[:hg](\d{2})?")


@dataclass(frozen=True)
class Hours:
    """Parts of a day in order, such as "07:00-11:30, 13:30-17:00"."""

    most: int = 4
    choices: tuple[tuple[str, str], ...] = ()
    has_lines: bool = False

    def parse(self, text: str) -> tuple[Shift, ...]:
        parts = [_SHIFT.fullmatch(part.strip()) for part in re.split("[,;]", text)]
        shifts = tuple(shift for part in parts if part and (shift := _shift(*part.groups())))
        in_order = all(one.end <= two.start for one, two in pairwise(shifts))
        if len(shifts) != len(parts) or len(shifts) > self.most or not in_order:
            message = N_("Write hours such as 07:00-11:30, 13:30-17:00, in order.")
            raise Refused(Problem(message, field=FIELD))
        return shifts

    def write(self, value: tuple[Shift, ...]) -> str:
        return ", ".join(f"{shift.start:%H:%M}-{shift.end:%H:%M}" for shift in value)


def _shift(*figures: str | None) -> Shift | None:
    """None where the figures are no hours, or the end is not after the start."""
    start, start_minute, end, end_minute = (int(figure or 0) for figure in figures)
    try:
        shift = Shift(time(start, start_minute), time(end, end_minute))
    except ValueError:
        return None
    return shift if shift.start < shift.end else None


HOURS = Setting(
    "deadlines.hours",
    Hours(),
    SHIFTS,
    N_("Working hours"),
    N_("What is due on a day is late when the last of these hours is over. Due dates that were "
       "given before keep their hour."),
    GROUP,
)  # fmt: skip
SOON_DAYS = Setting(
    "deadlines.soon_days",
    Whole(1, 10),
    SOON_WORKING_DAYS,
    N_("Due soon: working days before the due date"),
    N_("From then on work is amber, to the minute of working time."),
    GROUP,
)
OFFERED_DAYS = Setting(
    "deadlines.offered_days",
    Whole(2, 30),
    OFFERED_WORKING_DAYS,
    N_("Due date offered in one press: working days ahead"),
    N_("It stands beside “today” and “Friday” wherever work is given out."),
    GROUP,
)
SETTINGS = (HOURS, SOON_DAYS, OFFERED_DAYS)
