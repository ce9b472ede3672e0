"""Due dates of lines, as pure functions on plain values."""

from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.core.errors import Problem
from app.core.reasons import reason_problems
from app.core.text import N_
from app.deadlines.rules.colours import is_late, past_problems
from app.deadlines.rules.spans import Rule, Span
from app.deadlines.rules.usual import Usual
from app.deadlines.rules.working_time import WorkCalendar


@dataclass(frozen=True)
class Date:
    """A due date, by what it was counted if it was not set as a day, and whose it is, as the column
    due_source names it."""

    at: datetime | None = None
    rule: Rule | None = None
    source: str = "none"


def date_of(
    set_here: Date, whole: Date, usual: Usual | None, now: datetime, calendar: WorkCalendar
) -> Date:
    """By which date work is due that a leader gives out now: the one set for the line; that of the
    whole, while it is to come; what is usual for its type and urgency, or for everything."""
    if set_here.at is not None:
        same = set_here.at == whole.at
        return whole if same and set_here.rule in (None, whole.rule) else set_here
    if whole.at is not None and not is_late(whole.at, now):
        return whole
    if usual is None or usual.span is None:
        return Date()
    rule = Rule(usual.span, now)
    return Date(rule.due(calendar).at, rule, "default" if usual.is_default else "rule")


def new_due_problems(
    due_at: datetime | None, old_due: datetime | None, limit: datetime | None, now: datetime
) -> list[Problem]:
    """`limit` is the due date of the line above, if there is one."""
    if due_at == old_due:
        return [Problem(N_("This is the due date it already has."), field="due")]
    problems = past_problems(due_at, now, "due")
    if limit is not None and (due_at is None or due_at > limit):
        message = N_("The line above is due on %(limit)s: this one cannot be later.")
        problems.append(Problem(message, {"limit": day_said(limit)}, "due"))
    return problems


def put_off_to(
    old: datetime, until: Date, span: Span | None, now: datetime, days: WorkCalendar
) -> Date:
    """Until when a part is put off that was due then: to the day that was said for all, or by the
    span, counted from its own date; from now, where that is past."""
    if span is None:
        return until
    rule = Rule(span, max(old, now))
    return Date(rule.due(days).at, rule)


def whole_problems(
    due_at: datetime, reason: str, has_earlier: bool, now: datetime
) -> list[Problem]:
    """Why a whole cannot be put off until then; `has_earlier`: whether any line is due before."""
    problems = reason_problems(reason)
    past = past_problems(due_at, now, "due")
    if not past and not has_earlier:
        problems.append(Problem(N_("None of its open lines is due before that day."), field="due"))
    return [*problems, *past]


@dataclass(frozen=True)
class Extending:
    """What decides whether a line may be asked to have another due date."""

    due_at: datetime | None
    """The one that it has."""
    asked: datetime | None
    """The one that is asked for."""
    reason: str
    now: datetime
    above: datetime | None = None
    """That of the line above."""
    record_due: datetime | None = None
    waits_for: str = ""
    """What was asked for before, where nobody has answered yet."""


def extension_problems(line: Extending) -> list[Problem]:
    problems = reason_problems(line.reason)
    if line.waits_for:
        message = N_("An extension until %(day)s was asked for already and is not decided yet.")
        return [*problems, Problem(message, {"day": line.waits_for}, "due")]
    if line.due_at is None:
        return [*problems, Problem(N_("It has no due date: nothing is to be extended."))]
    if line.asked is None:
        return [*problems, Problem(N_("Say until when: a day, or how much longer."), field="due")]
    past = past_problems(line.asked, line.now, "due")
    problems += past
    if not past and line.asked <= line.due_at:
        message = N_("It is due on %(day)s: ask for a later day.")
        problems.append(Problem(message, {"day": day_said(line.due_at)}, "due"))
    if line.above is not None and line.asked > line.above:
        message = N_("The line above is due on %(limit)s: this one cannot be later.")
        problems.append(Problem(message, {"limit": day_said(line.above)}, "due"))
    elif line.record_due is not None and line.due_at < line.record_due < line.asked:
        message = N_("The whole is due on %(limit)s: ask for a day until then.")
        problems.append(Problem(message, {"limit": day_said(line.record_due)}, "due"))
    return problems


def longer_problems(due_at: datetime, above: datetime | None, now: datetime) -> list[Problem]:
    """Why nobody has to ask that the line above is put off, for work that needs until then."""
    if is_late(due_at, now):
        return [Problem(N_("This day is already past."), field="due")]
    if above is None or due_at > above:
        return []
    message = N_("The line above is due on %(limit)s: say a later day than that.")
    return [Problem(message, {"limit": day_said(above)}, "due")]


def may_ask_for_whole(role: str, parent_id: int | None) -> bool:
    """Whoever leads a record by a directive answers for all of it."""
    return role == "lead" and parent_id is None


def is_held_by(due_at: datetime | None, above: datetime | None, now: datetime) -> bool:
    """Whether no later day can be asked for: the line above is due no later, or is late itself."""
    return above is not None and (is_late(above, now) or (due_at is not None and above <= due_at))


def day_said(moment: datetime) -> str:
    return clock.local(moment).strftime("%d/%m/%Y")


def day_or_dash(moment: datetime | None) -> str:
    """A due date as the trail writes it."""
    return clock.local(moment).date().isoformat() if moment else "–"


def due_source(
    due_at: datetime | None, record_due: datetime | None, parent_due: datetime | None
) -> str:
    """Where a due date comes from, as the column due_source names it: a record is a "document"."""
    if due_at is None:
        return "none"
    if due_at == parent_due:
        return "parent"
    return "document" if due_at == record_due else "directive"
