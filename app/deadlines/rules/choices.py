"""Due dates in one press. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core import clock
from app.core.text import N_
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.said import Words
from app.deadlines.rules.spans import Span
from app.deadlines.rules.working_time import add_working_days

FRIDAY = 4


@dataclass(frozen=True)
class DueChoice:
    words: Words
    day: date
    span: Span | None = None
    """What is given where it is counted rather than set as that day."""


def due_choices(
    horizon: Horizon, document_due: datetime | None, own_due: datetime | None = None
) -> Sequence[DueChoice]:
    """Today while it is a working day, in some working days, Friday, and the document's own.

    Whoever passes a line on is offered nothing after `own_due`, the due date of that line.
    """
    choices = _usual_choices(horizon)
    named = (
        (document_due, N_("As the document says, %(day)s")),
        (own_due, N_("As my own line, %(day)s")),
    )
    for due_at, message in named:
        if due_at is not None and due_at > horizon.now:
            day = clock.local(due_at).date()
            choices.append(DueChoice(Words(message, {"day": f"{day:%d/%m}"}), day))
    limit = clock.local(own_due).date() if own_due is not None else date.max
    return [choice for choice in choices if choice.day <= limit]


def _usual_choices(horizon: Horizon) -> list[DueChoice]:
    today, calendar = clock.local(horizon.now).date(), horizon.calendar
    choices = []
    closing = calendar.closing(today)
    if calendar.is_working(today) and horizon.now < closing:
        hour = f"{clock.local(closing):%H:%M}"
        choices.append(DueChoice(Words(N_("Today, %(hour)s"), {"hour": hour}), today))
    ahead = add_working_days(today, horizon.offered_days, calendar)
    values = {"days": horizon.offered_days, "day": f"{ahead:%d/%m}"}
    counted = Words(N_("%(days)s working days, %(day)s"), values)
    choices.append(DueChoice(counted, ahead, Span(horizon.offered_days)))
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    if calendar.is_working(friday):
        choices.append(DueChoice(Words(N_("Friday, %(day)s"), {"day": f"{friday:%d/%m}"}), friday))
    return choices
