"""Due dates in words: how much is left, and why a due date is what it is. Pure.

Words are Problem-like message ids with values; whoever shows them translates them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.text import N_
from app.deadlines.rules.colours import Horizon, is_late
from app.deadlines.rules.reasons import exceptions_between, reasons, unknown_year_words
from app.deadlines.rules.said import Words, weekday
from app.deadlines.rules.spans import Rule
from app.deadlines.rules.working_time import (
    A_DAY,
    WorkCalendar,
    next_working_day,
    working_days_between,
)


def due_words(due_at: datetime | None, horizon: Horizon) -> Words:
    """How long open work has: "2 working days left", "today, 17:00", "1 working day late"."""
    if due_at is None:
        return Words(N_("no due date"))
    due, today = clock.local(due_at), clock.local(horizon.now)
    if is_late(due_at, horizon.now):
        return _late_words(due, today, horizon.calendar)
    if due.date() == today.date():
        return Words(N_("today, %(hour)s"), {"hour": _hour(due)})
    days = working_days_between(today.date(), due.date(), horizon.calendar)
    if days == 0:
        return _named_day(due)
    if days == horizon.soon_days and due_at > horizon.soon_limit:
        return Words(N_("more than %(days)s working days left"), {"days": days})
    if days == 1:
        return Words(N_("1 working day left"))
    return Words(N_("%(days)s working days left"), {"days": days})


def left_words(due_at: datetime, horizon: Horizon) -> Words:
    """The same beside the moment itself, which is not said twice."""
    due, today = clock.local(due_at), clock.local(horizon.now)
    if due.date() == today.date() and not is_late(due_at, horizon.now):
        return Words(N_("today"))
    return due_words(due_at, horizon)


def _late_words(due: datetime, today: datetime, calendar: WorkCalendar) -> Words:
    days = _days_late(due, today, calendar)
    if days == 0:
        return Words(N_("late since %(hour)s, %(day)s"), {"hour": _hour(due), "day": _short(due)})
    if days == 1:
        return Words(N_("1 working day late"))
    return Words(N_("%(days)s working days late"), {"days": days})


def _days_late(due: datetime, moment: datetime, calendar: WorkCalendar) -> int:
    """The working days after that on which it was due that had begun at this moment."""
    day = moment.date()
    if calendar.is_working(day) and moment < calendar.opening(day):
        day -= A_DAY
    return working_days_between(due.date(), day, calendar)


def _named_day(due: datetime) -> Words:
    return Words(N_("%(weekday)s %(day)s"), {"day": _short(due), "weekday": weekday(due)})


def finished_words(due_at: datetime | None, finished_at: datetime, calendar: WorkCalendar) -> Words:
    """When closed work was finished, and how late: "done 24/11, 07:35", "late, 24/11, 09:00"."""
    finished = clock.local(finished_at)
    if due_at is None or finished_at <= due_at:
        moment = {"day": _short(finished), "hour": _hour(finished)}
        return Words(N_("done %(day)s, %(hour)s"), moment)
    days = _days_late(clock.local(due_at), finished, calendar)
    values: dict[str, Any] = {"days": days, "day": _short(finished), "hour": _hour(finished)}
    if days == 0:
        return Words(N_("late, %(day)s, %(hour)s"), values)
    if days == 1:
        return Words(N_("1 working day late, %(day)s"), values)
    return Words(N_("%(days)s working days late, %(day)s"), values)


def full_words(due_at: datetime) -> Words:
    """The exact moment, for whoever rests on the short words."""
    due = clock.local(due_at)
    values = {"hour": _hour(due), "day": due.strftime("%d/%m/%Y"), "weekday": weekday(due)}
    return Words(N_("Due at %(hour)s, %(weekday)s %(day)s"), values)


# -- While a due date is being set ---------------------------------------------------------------


def day_remarks(day: date, today: date, calendar: WorkCalendar) -> list[Words]:
    """What whoever sets this day as a due date should know; nothing of days that are past."""
    if day < today:
        return []
    unknown = [*unknown_year_words(today, day, calendar)]
    if calendar.is_working(day):
        return unknown
    message = N_("%(weekday)s %(day)s is a day off; the next working day is %(next)s.")
    following = next_working_day(day + A_DAY, calendar)
    values = {"day": f"{day:%d/%m/%Y}", "next": f"{following:%d/%m/%Y}"}
    return [Words(message, values | {"weekday": weekday(day)}), *unknown]


# -- Why? ---------------------------------------------------------------------------------------

SOURCES = {
    "directive": N_("%(giver)s set this due date when giving out the work on %(given)s."),
    "document": N_(
        "The document itself asks for it by this day; the work was given out on %(given)s."
    ),
    "parent": N_(
        "It is the due date of the line above, held by %(giver)s, who passed it on on %(given)s."
    ),
    "rule": N_(
        "Neither %(giver)s nor the document set a day on %(given)s: it is the one usual for this"
        " type and urgency."
    ),
    "default": N_(
        "Neither %(giver)s nor the document set a day on %(given)s: it is the one usual for every"
        " document."
    ),
    "none": N_(
        "%(giver)s set no due date when giving out the work on %(given)s, so it is never late."
    ),
}


@dataclass(frozen=True)
class DueFacts:
    """What explains the due date of one line."""

    source: str
    giver: str
    given_at: datetime
    due_at: datetime | None
    finished_at: datetime | None = None
    rule: Rule | None = None
    """By what it was counted, if it was not set as a day."""
    changed: Words | None = None
    """Who changed it since, and why: what was said of it first is not true of it any more."""


def explain_due(line: DueFacts, horizon: Horizon) -> tuple[Words, ...]:
    """Plain sentences that answer "Why is it due then?"."""
    given, calendar = clock.local(line.given_at), horizon.calendar
    source = line.source if line.due_at else "none"
    values = {"giver": line.giver, "given": given.strftime("%d/%m/%Y, %H:%M")}
    sentences = [line.changed or Words(SOURCES[source], values)]
    if line.due_at is None:
        return tuple(sentences)
    counted = line.rule.due(calendar) if line.rule else None
    if counted is not None and counted.at == line.due_at:
        sentences += reasons(counted)
    else:
        sentences.append(_end_of_time(line.due_at, calendar))
        sentences.append(_span(given.date(), clock.local(line.due_at).date(), calendar))
        sentences += exceptions_between(given.date(), clock.local(line.due_at).date(), calendar)
    if line.finished_at is None and is_late(line.due_at, horizon.now):
        sentences.append(
            Words(N_("It is late because that moment has passed and the line is still open."))
        )
    return tuple(sentences)


def explain_whole(
    due_at: datetime | None, rule: Rule | None, horizon: Horizon, changed: Words | None = None
) -> tuple[Words, ...]:
    """The same of the date of a whole, which stands beside those of its parts."""
    if due_at is None:
        return (Words(N_("It has no due date of its own: its lines have theirs.")),)
    counted = rule.due(horizon.calendar) if rule else None
    if counted is not None and counted.at == due_at:
        return (*filter(None, [changed]), *reasons(counted))
    said = changed or Words(N_("It was set as this day when it was entered, or came with it."))
    return said, _end_of_time(due_at, horizon.calendar)


def _end_of_time(due_at: datetime, calendar: WorkCalendar) -> Words:
    due = clock.local(due_at)
    values = {"hour": _hour(due), "day": due.strftime("%d/%m/%Y"), "weekday": weekday(due)}
    message = N_("The last moment is %(hour)s on %(weekday)s %(day)s.")
    if not calendar.is_working(due.date()):
        message = N_(
            "The last moment is %(hour)s on %(weekday)s %(day)s, though that is a day off."
        )
    return Words(message, values)


def _span(given: date, due: date, calendar: WorkCalendar) -> Words:
    days = working_days_between(given, due, calendar)
    if days == 0:
        return Words(N_("It was given out with less than one working day to go."))
    if days == 1:
        return Words(N_("That is 1 working day; the day it was given is not counted."))
    return Words(
        N_("That is %(days)s working days; the day it was given is not counted."), {"days": days}
    )


def _hour(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _short(moment: datetime) -> str:
    return moment.strftime("%d/%m")
