"""What is said of due dates: message ids with values, which whoever shows them translates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.core.text import N_, fill

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
UNKNOWN_YEAR = N_("No holiday of %(year)s is in the calendar yet: only weekends are left out.")


@dataclass(frozen=True)
class Words:
    """A message id with its values, which may be Words themselves."""

    message: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return fill(self.message, self.params)


def weekday(day: date) -> Words:
    return Words(WEEKDAYS[day.weekday()])
