"""Fields in which a due date is typed, and what is to be known of the day that was typed.

It stands beside the field as soon as there is a day (`data-due`, app/static/js/fields.js), and is
said once more when the form was carried out: it stops nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from app.core import clock
from app.core.days import Short, typed_day_or_none
from app.core.text import N_
from app.deadlines.queries import calendar
from app.deadlines.rules.reasons import reasons, span_words
from app.deadlines.rules.said import Words
from app.deadlines.rules.spans import MOST, Rule, Span, Unit, typed_span
from app.deadlines.rules.words import day_remarks
from app.deadlines.rules.working_time import next_working_day
from app.deadlines.wording import words
from app.web import actor, session
from app.web.fields import DayField, day_problems
from app.web.i18n import gettext as _

FEW_DAYS = 15
"""Who writes fewer "days" than that means working days as often as not."""
NO_SPAN = N_("Nothing may take as long as “%(span)s”: write 1 to %(most)s.")


class DueField(DayField):
    """A day by which something is to be done; said as a span, the day on which it ends from now."""

    rule: Rule | None = None
    """By what the day was counted, if it was said as a span."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, short=Short.NEXT, **kwargs)

    def _parsed(self, text: str) -> date:
        span = spoken_span(text)
        if span is None:
            return super()._parsed(text)
        self.rule = Rule(span, clock.now())
        at = self.rule.due(calendar(session(), actor().agency_id)).at
        assert at is not None, "nothing pauses it"
        return clock.local(at).date()

    def remarks(self) -> Sequence[str]:
        return remarks_on([self.data])


class SpanField(DueField):
    """The same, or how long it may take: "3 ngày làm việc"."""

    data: date | Span | None  # type: ignore[assignment]

    def _parsed(self, text: str) -> date | Span:  # type: ignore[override]
        return spoken_span(text) or super()._parsed(text)

    def remarks(self) -> Sequence[str]:
        return [] if isinstance(self.data, Span) else super().remarks()


def spoken_span(text: str) -> Span | None:
    """A span as people write it; None for anything else. ValueError where nobody can mean it."""
    try:
        return typed_span(text)
    except OverflowError:
        raise ValueError(_(NO_SPAN, span=text, most=MOST)) from None


def typed_due_or_none(text: str) -> date | Span | None:
    """A day or a span as people write it; None for anything that is neither."""
    try:
        return typed_span(text) or typed_day_or_none(text, Short.NEXT)
    except OverflowError:
        return None


def not_understood(text: str) -> list[str]:
    """What is said at once of words that are neither a day nor a span; nothing of no words."""
    said = N_("“%(text)s” is no day and no span: write 24/11/2026, 5 working days, 4 hours.")
    return [str(_(said, text=text))] if text else []


def due_problems(text: str) -> Iterator[str]:
    """What is wrong with a due date as it stands in a line, where there is one."""
    try:
        if typed_span(text) is None:
            yield from day_problems(text)
    except OverflowError:
        yield _(NO_SPAN, span=text, most=MOST)


def instead_of(due: date | Span) -> str:
    """What is meant more often than this, as it would be typed: the next working day instead of a
    day off, working days instead of days; "" where nothing is."""
    if isinstance(due, Span):
        is_short = due.unit is Unit.DAY and due.count < FEW_DAYS
        return words(span_words(Span(due.count))) if is_short else ""
    following = next_day_of(due)
    return f"{following:%d/%m/%Y}" if following else ""


def next_day_of(day: date) -> date | None:
    """The next working day after a day off that is still to come; None for any other day."""
    known = calendar(session(), actor().agency_id)
    if day < clock.today() or known.is_working(day):
        return None
    return next_working_day(day, known)


def remarks_on(dues: Iterable[date | Span | None], since: datetime | None = None) -> list[str]:
    """What the calendar of the actor's agency says of what is due then: of days what is odd, of
    spans how they are counted from `since`, or from now."""
    known = calendar(session(), actor().agency_id)
    said: list[Words] = []
    for due in dues:
        if isinstance(due, Span):
            said += reasons(Rule(due, since or clock.now()).due(known))
        elif due is not None:
            said += day_remarks(due, clock.today(), known)
    return [words(one) for one in said]
