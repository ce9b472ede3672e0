"""What is to become of a day, as plain values."""

from dataclasses import dataclass, replace
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
    instead: date | None = None
    """The day on which is worked what this one leaves undone: both are set, or none."""

    @property
    def days(self) -> tuple["DayData", ...]:
        """Each day that is set."""
        if self.instead is None:
            return (self,)
        alone = replace(self, instead=None)
        return alone, replace(alone, day=self.instead, works=Works.WHOLE)
