"""Due dates in words: how much is left, and why a due date is what it is. Pure.

Words are Problem-like message ids with values; whoever shows them translates them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from app.core import clock
from app.core.text import N_, fill
from app.core.working_time import WorkCalendar, next_working_day, working_days_between

WEEKDAYS = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"),
    N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
FRIDAY = 4
DAYS_OFF_NAMED = 6


@dataclass(frozen=True)
class Words:
    """A message id with its values; `day` among them is translated like a weekday would be."""

    message: str
    params: dict[str, Any] = field(default_factory=dict)
    weekday: str = ""
    """The message id of a weekday, shown as %(weekday)s."""

    def __str__(self) -> str:
        return fill(self.message, {**self.params, "weekday": self.weekday})


def due_words(due_at: datetime | None, now: datetime, calendar: WorkCalendar) -> Words:
    """How long open work has: "2 days left", "today, 17:00", "1 day late"; in working days."""
    if due_at is None:
        return Words(N_("no due date"))
    due, today = clock.local(due_at), clock.local(now)
    if now > due_at:
        return _late_words(due, today, calendar)
    if due.date() == today.date():
        return Words(N_("today, %(hour)s"), {"hour": _hour(due)})
    days = working_days_between(today.date(), due.date(), calendar)
    if days == 0:
        return _named_day(due)
    if days == 1:
        return Words(N_("1 day left"))
    return Words(N_("%(days)s days left"), {"days": days})


def _late_words(due: datetime, today: datetime, calendar: WorkCalendar) -> Words:
    days = working_days_between(due.date(), today.date(), calendar)
    if days == 0:
        return Words(N_("late since %(hour)s, %(day)s"), {"hour": _hour(due), "day": _short(due)})
    if days == 1:
        return Words(N_("1 day late"))
    return Words(N_("%(days)s days late"), {"days": days})


def _named_day(due: datetime) -> Words:
    return Words(N_("%(weekday)s %(day)s"), {"day": _short(due)}, WEEKDAYS[due.weekday()])


def finished_words(due_at: datetime | None, finished_at: datetime, calendar: WorkCalendar) -> Words:
    """When closed work was finished, and how late: "done 24/11, 07:35", "1 day late, 23/11"."""
    finished = clock.local(finished_at)
    if due_at is None or finished_at <= due_at:
        moment = {"day": _short(finished), "hour": _hour(finished)}
        return Words(N_("done %(day)s, %(hour)s"), moment)
    days = working_days_between(clock.local(due_at).date(), finished.date(), calendar)
    values: dict[str, Any] = {"days": days, "day": _short(finished), "hour": _hour(finished)}
    if days == 0:
        return Words(N_("late, %(day)s, %(hour)s"), values)
    if days == 1:
        return Words(N_("1 day late, %(day)s"), values)
    return Words(N_("%(days)s days late, %(day)s"), values)


def full_words(due_at: datetime) -> Words:
    """The exact moment, for whoever rests on the short words."""
    due = clock.local(due_at)
    values = {"hour": _hour(due), "day": due.strftime("%d/%m/%Y")}
    return Words(N_("Due at %(hour)s, %(weekday)s %(day)s"), values, WEEKDAYS[due.weekday()])


# -- Why? ---------------------------------------------------------------------------------------

SOURCES = {
    "directive": N_("%(giver)s set this due date when giving out the work on %(given)s."),
    "document": N_(
        "The document itself asks for it by this day; the work was given out on %(given)s."
    ),
    "parent": N_(
        "It is the due date of the line above, held by %(giver)s, who passed it on on %(given)s."
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


def explain_due(line: DueFacts, now: datetime, calendar: WorkCalendar) -> tuple[Words, ...]:
    """Plain sentences that answer "Why is it due then?"."""
    given = clock.local(line.given_at)
    source = line.source if line.due_at else "none"
    sentences = [
        Words(SOURCES[source], {"giver": line.giver, "given": given.strftime("%d/%m/%Y, %H:%M")})
    ]
    if line.due_at is None:
        return tuple(sentences)
    sentences.append(_end_of_time(line.due_at, calendar))
    sentences.append(_span(given.date(), clock.local(line.due_at).date(), calendar))
    sentences += _days_off(given.date(), clock.local(line.due_at).date(), calendar)
    if line.finished_at is None and now > line.due_at:
        sentences.append(
            Words(N_("It is late because that moment has passed and the line is still open."))
        )
    return tuple(sentences)


def _end_of_time(due_at: datetime, calendar: WorkCalendar) -> Words:
    due = clock.local(due_at)
    values = {"hour": _hour(due), "day": due.strftime("%d/%m/%Y")}
    message = N_("The last moment is %(hour)s on %(weekday)s %(day)s.")
    if not calendar.is_working(due.date()):
        message = N_(
            "The last moment is %(hour)s on %(weekday)s %(day)s, though that is a day off."
        )
    return Words(message, values, WEEKDAYS[due.weekday()])


def _span(given: date, due: date, calendar: WorkCalendar) -> Words:
    days = working_days_between(given, due, calendar)
    if days == 0:
        return Words(N_("It was given out with less than one working day to go."))
    if days == 1:
        return Words(N_("That is 1 working day; the day it was given is not counted."))
    return Words(
        N_("That is %(days)s working days; the day it was given is not counted."), {"days": days}
    )


def _days_off(given: date, due: date, calendar: WorkCalendar) -> list[Words]:
    span = (given + timedelta(days=n) for n in range(1, (due - given).days + 1))
    off = [day for day in span if not calendar.is_working(day)]
    if not off:
        return []
    named = ", ".join(day.strftime("%d/%m") for day in off[:DAYS_OFF_NAMED])
    if len(off) > DAYS_OFF_NAMED:
        message = N_("Days off in between are not counted: %(days)s and %(more)s more.")
        return [Words(message, {"days": named, "more": len(off) - DAYS_OFF_NAMED})]
    return [Words(N_("Days off in between are not counted: %(days)s."), {"days": named})]


# -- Due dates in one press ----------------------------------------------------------------------


@dataclass(frozen=True)
class DueChoice:
    words: Words
    day: date


def due_choices(
    now: datetime,
    document_due: datetime | None,
    calendar: WorkCalendar,
    own_due: datetime | None = None,
) -> Sequence[DueChoice]:
    """Today while it is a working day, in three working days, Friday, and the document's own.

    Whoever passes a line on is offered nothing after `own_due`, the due date of that line.
    """
    choices = _usual_choices(now, calendar)
    named = (
        (document_due, N_("As the document says, %(day)s")),
        (own_due, N_("As my own line, %(day)s")),
    )
    for due_at, message in named:
        if due_at is not None and due_at > now:
            day = clock.local(due_at).date()
            choices.append(DueChoice(Words(message, {"day": f"{day:%d/%m}"}), day))
    limit = clock.local(own_due).date() if own_due is not None else date.max
    return [choice for choice in choices if choice.day <= limit]


def _usual_choices(now: datetime, calendar: WorkCalendar) -> list[DueChoice]:
    today = clock.local(now).date()
    choices = []
    if calendar.is_working(today) and clock.local(now).hour < 17:
        choices.append(DueChoice(Words(N_("Today, 17:00")), today))
    three = _after(today, 3, calendar)
    choices.append(DueChoice(Words(N_("3 days, %(day)s"), {"day": f"{three:%d/%m}"}), three))
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    if calendar.is_working(friday):
        choices.append(DueChoice(Words(N_("Friday, %(day)s"), {"day": f"{friday:%d/%m}"}), friday))
    return choices


def _after(day: date, count: int, calendar: WorkCalendar) -> date:
    for _day in range(count):
        day = next_working_day(day + timedelta(days=1), calendar)
    return day


def _hour(moment: datetime) -> str:
    return moment.strftime("%H:%M")


def _short(moment: datetime) -> str:
    return moment.strftime("%d/%m")
