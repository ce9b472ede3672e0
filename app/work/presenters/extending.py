"""What is said of due dates that are to be put off, or were."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from app.core import clock
from app.core.feature import PutOff, Standing
from app.core.text import N_
from app.deadlines.rules.colours import Horizon, is_late
from app.deadlines.rules.reasons import span_words
from app.deadlines.rules.said import Words
from app.deadlines.rules.working_time import WorkCalendar, working_days_between
from app.deadlines.wording import words
from app.organisation.presenters import Table
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Column, Empty, TableRow
from app.work.list_position import carried
from app.work.models import Assignment, Extension
from app.work.queries import DueChange, LineRow
from app.work.queries.put_offs import PutOffs
from app.work.rules.dates import Date, is_held_by, may_ask_for_whole, put_off_to

SAID = {
    "asked": N_("%(name)s asks for %(new)s instead of %(old)s: %(reason)s"),
    "granted": N_("%(by)s put it off from %(old)s to %(new)s, %(at)s. %(answer)s"),
    "refused": N_("%(by)s did not put it off to %(new)s, %(at)s: %(answer)s"),
    "taken_back": N_("%(name)s asked for %(new)s, and took it back %(at)s."),
    "lapsed": N_("%(name)s asked for %(new)s; nobody decided before it was over, %(at)s."),
}


GRANTED = N_(
    "%(by)s granted an extension at %(at)s: %(name)s asked until %(asked)s, granted until %(new)s"
    " instead of %(old)s. Asked because: %(why)s"
)
PUT_OFF = N_("%(by)s changed this due date at %(at)s, from %(old)s to %(new)s: %(reason)s")


def change_words(change: DueChange | None) -> Words | None:
    """One sentence on how a date came to be another one; None where it did not."""
    if change is None:
        return None
    by: str | Words = change.by
    if change.on_behalf_of:
        names = {"name": change.by, "principal": change.on_behalf_of}
        by = Words(N_("%(name)s, for %(principal)s,"), names)
    values = {"by": by, "at": moment(change.at), "reason": change.reason}
    values |= {"old": trail_day(change.old), "new": trail_day(change.new)}
    if change.asked is None:
        return Words(PUT_OFF, values)
    asked = change.asked
    values |= {"name": asked.name, "asked": trail_day(asked.until), "why": asked.reason}
    granted = Words(GRANTED, values)
    if change.reason == "–":
        return granted
    return Words(
        N_("%(granted)s Answer: %(answer)s"), {"granted": granted, "answer": change.reason}
    )


def trail_day(said: str) -> str:
    """A due date as the trail keeps it, as screens write it."""
    return str(_("no due date")) if said == "–" else day(date.fromisoformat(said))


def extension_said(one: Extension) -> str:
    """One sentence: who asked, or who decided what."""
    values = {
        "name": one.asked_by.name,
        "by": one.decided_by.name if one.decided_by else "",
        "old": day(one.old_due_at),
        "new": day(one.due_at),
        "at": moment(one.ended_at) if one.ended_at else "",
        "reason": one.reason,
        "answer": one.answer,
    }
    return str(_(SAID[one.state], **values)).strip()


def asked_words(one: Extension, horizon: Horizon) -> list[str]:
    """All that whoever decides should know."""
    said = [extension_said(one)]
    if one.whole:
        said.append(
            _("It is asked for the whole document: all its open lines are put off with it.")
        )
    if one.due_rule is not None:
        said.append(_("That is %(span)s longer.", span=words(span_words(one.due_rule.span))))
    if is_late(one.old_due_at, one.asked_at):
        said.append(_("It was overdue already when this was asked."))
    if one.line.extended:
        said.append(
            put_off_text(one.line.extended, one.line.first_due_at, one.line.due_at, horizon)
        )
    return [str(one) for one in said]


def put_off_text(
    times: int, first: datetime | None, due_at: datetime | None, horizon: Horizon
) -> str:
    """How often, by how many working days, from when: "put off once by 3 working days"."""
    if not times or first is None:
        return ""
    if due_at is None:
        return str(_("first due %(day)s", day=day(first)))
    days = longer_by(first, due_at, horizon.calendar)
    return ngettext(
        "put off once by %(days)s working days, first due %(day)s",
        "put off %(num)s times by %(days)s working days, first due %(day)s",
        times, days=days, day=day(first),
    )  # fmt: skip


def longer_by(
    first: datetime | None, due_at: datetime | None, calendar: WorkCalendar
) -> int | None:
    """Working days from the first due date to this one; None without either."""
    if first is None or due_at is None:
        return None
    return working_days_between(clock.local(first).date(), clock.local(due_at).date(), calendar)


@dataclass(frozen=True)
class Asking:
    """What is to be known before another date is asked for; `hint` and `since`: from when a span
    counts, None for now."""

    said: Sequence[str]
    hint: str
    since: int | None
    is_held: bool
    may_be_whole: bool = False


def asking(line: Assignment, above: datetime | None, deciders: Sequence[str]) -> Asking:
    """Where the line above leaves no later day, whoever holds that one has to ask first."""
    names, now = ", ".join(deciders), clock.now()
    is_held = is_held_by(line.due_at, above, now)
    said = [
        _("Now: %(day)s", day=day(line.due_at) or _("no due date")),
        _("Who decides: %(names)s.", names=names),
    ]
    if above is not None:
        limit = _("The line above is due on %(limit)s: this one cannot be later.", limit=day(above))
        said.append(limit)
        ask = _(
            "For longer, %(names)s has to ask first that the line above is put off.", names=names
        )
        said.append(ask)
    hint = _("A day, or how much longer than now: 3 working days, 4 hours.")
    if is_late(line.due_at, now):
        hint = _("Its date is past: a day, or how long from now: 3 working days, 4 hours.")
    is_ahead = line.due_at is not None and not is_late(line.due_at, now)
    since = int(line.due_at.timestamp()) if line.due_at and is_ahead else None
    may_be_whole = may_ask_for_whole(line.role, line.parent_id)
    return Asking(said, hint, since, is_held, may_be_whole)


def whole_words(record: Standing, rows: Sequence[LineRow]) -> list[str]:
    """What is to be known before a whole record is put off."""
    dues = [row.due_at for row in rows if row.state == "open" and row.due_at is not None]
    count = ngettext("%(num)s open line has a date", "%(num)s open lines have a date", len(dues))
    latest = max(dues, default=None)
    said = [f"{count}, {_('the latest %(day)s', day=day(latest))}." if latest else f"{count}."]
    if record.due_at is not None:
        said.append(_("The document itself is due on %(day)s.", day=day(record.due_at)))
    return [str(one) for one in said]


def whole_table(rows: Sequence[LineRow], until: PutOff, days: WorkCalendar) -> Table:
    """What each open line becomes when the whole is put off like this."""
    columns = Column(_("Held by")), Column(_("Due now")), Column(_("Becomes"))
    said = Date(until.due_at, until.rule)
    found = []
    for row in rows:
        if row.state == "open" and row.due_at is not None:
            new = put_off_to(row.due_at, said, until.span, clock.now(), days).at
            stays = new is None or new <= row.due_at
            becomes = _("stays") if stays else moment(new)
            found.append(TableRow((row.name, moment(row.due_at), becomes), muted=stays))
    return Table(columns, tuple(found), Empty(_("No open line has a date."), "", "calendar"))


def put_off_tables(rows: Sequence[PutOffs]) -> list[tuple[str, Table]]:
    """How often each holder asked, was granted more time, and by how many working days: units and
    persons apart, as the same work may stand with both. One empty table where nothing was."""
    of_units = [row for row in rows if row.is_unit]
    of_persons = [row for row in rows if not row.is_unit]
    groups = ((_("Units"), of_units), (_("Persons"), of_persons))
    found = [(str(label), _put_off_table(label, some)) for label, some in groups if some]
    return found or [("", _put_off_table(_("Held by"), ()))]


def _put_off_table(holders: str, rows: Sequence[PutOffs]) -> Table:
    figures = (
        *(_("Asked"), _("Granted"), _("Refused"), _("Changed unasked")),
        *(_("Times put off"), _("Working days longer")),
    )
    columns = (Column(holders), *(Column(figure, number=True) for figure in figures))
    text = _("Work whose due date was put off this year stands here, by holder.")
    found = tuple(TableRow((row.name, *(str(one or "") for one in row[2:]))) for row in rows)
    return Table(columns, found, Empty(_("Nothing was put off this year."), text, "calendar-check"))


def extension_actions(
    asked: Sequence[Extension], verbs: frozenset[str], line_id: int, version: int
) -> tuple[Action, ...]:
    """What may be done about what was asked last for this line."""
    last = asked[0] if asked else None
    waits = last is not None and last.state == "asked"
    actions = []
    if "change_due" in verbs and waits:
        href = url_for("work.decide_extension", line_id=line_id, **carried())
        decide = _("Decide on the extension")
        actions.append(Action(decide, href, icon="calendar-check", dialog=True, primary=True))
    if "change_due" in verbs and last is not None and last.line_version == version:
        href = url_for("work.undo_decision", line_id=line_id, **carried())
        undo = _("Undo the decision")
        actions.append(Action(undo, href, icon="arrow-counterclockwise", method="post"))
    if "ask_extension" in verbs and waits:
        href = url_for("work.take_back_extension", line_id=line_id, **carried())
        take_back = _("Ask no longer")
        actions.append(Action(take_back, href, icon="arrow-counterclockwise", method="post"))
    if "ask_extension" in verbs and not waits:
        href = url_for("work.ask_extension", line_id=line_id, **carried())
        ask = _("Ask for an extension")
        actions.append(Action(ask, href, icon="calendar-plus", dialog=True))
    return tuple(actions)
