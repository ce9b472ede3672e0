"""Fields in which a due date is typed, and what is to be known of the day that was typed.

It stands beside the field as soon as there is a day (`data-due`, app/static/js/fields.js), and is
said once more when the form was carried out: it stops nothing.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from app.core import clock
from app.core.days import Short
from app.deadlines.presenters import words
from app.deadlines.queries import calendar
from app.deadlines.rules.words import day_remarks
from app.web import actor, session
from app.web.fields import DayField


class DueField(DayField):
    """A day by which something is to be done."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, short=Short.NEXT, **kwargs)

    def remarks(self) -> Sequence[str]:
        return remarks_on([self.data])


def remarks_on(days: Iterable[date | None]) -> list[str]:
    """What the calendar of the actor's agency says of days by which something is due."""
    known = calendar(session(), actor().agency_id)
    said = (day_remarks(day, clock.today(), known) for day in days if day is not None)
    return [words(one) for remarks in said for one in remarks]
