"""What is to become of a day, as plain values."""

from dataclasses import dataclass
from datetime import date

from app.deadlines.rules.working_time import Works

YEARS = range(2000, 2100)
"""Of the calendar."""


@dataclass(frozen=True)
class DayData:
    """How much of a day is worked, and why; with no agency it holds for all. `works` is None where
    its row is taken off: it is again what the week, or the row of all agencies, makes it."""

    day: date
    works: Works | None
    name: str = ""
    agency_id: int | None = None
