"""The year of the calendar, and due dates in the reader's language."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import format_date

from app.core import clock
from app.core.feature import Moved
from app.core.text import N_
from app.deadlines.inputs import DayData
from app.deadlines.queries.moving import Move, Named, Unopened
from app.deadlines.queries.pages import DayRow
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.reasons import length_words, reasons
from app.deadlines.rules.said import UNKNOWN_YEAR
from app.deadlines.rules.strip import Cell as StripCell
from app.deadlines.rules.strip import Stretch, strip
from app.deadlines.rules.wholes import Parts, Pressing
from app.deadlines.rules.words import due_words, explain_whole, full_words, left_words
from app.deadlines.rules.working_time import STANDARD, Works
from app.deadlines.wording import words
from app.organisation.presenters import Table
from app.web.formats import day, moment
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.web.listing import Action, Column, Empty, Pager, TableRow, Why


def due_title(due_at: datetime | None) -> str:
    """The exact moment, for whoever rests on the short words; empty where there is none."""
    return words(full_words(due_at)) if due_at is not None else ""


def pressing_text(pressed: Pressing, horizon: Horizon) -> str:
    """How long there is, for a row; saying whose date it is where there are two."""
    left = words(due_words(pressed.due_at, horizon))
    if not pressed.is_ambiguous:
        return left
    if pressed.is_part:
        return str(_("work: %(left)s", left=left))
    return str(_("document: %(left)s", left=left))


def due_sentence(pressed: Pressing, horizon: Horizon, own_due: datetime | None = None) -> str:
    """The same for a head, with the moment; empty where there is no date.

    Where work presses more than the document's `own_due`, both are said.
    """
    if pressed.due_at is None:
        return ""
    values = {"day": moment(pressed.due_at), "left": words(left_words(pressed.due_at, horizon))}
    if pressed.is_part:
        said = str(_("Work due %(day)s, %(left)s", **values))
        if own_due is None or own_due == pressed.due_at:
            return said
        return f"{said}; {_('document due %(day)s', day=moment(own_due))}"
    return str(_("Due %(day)s, %(left)s", **values))


def pressing_title(own_due: datetime | None, parts: Parts) -> str:
    """Both dates in full: the document's and the earliest of its open work."""
    said = []
    if own_due is not None:
        said.append(_("Document: %(due)s", due=due_title(own_due)))
    if parts.due_at is not None:
        said.append(_("Earliest open work: %(due)s", due=due_title(parts.due_at)))
    return "; ".join(said)


# -- Why? ------------------------------------------------------------------------------------------

SHORT_WEEKDAYS = (
    N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"),
)  # fmt: skip


@dataclass(frozen=True)
class StripDay:
    """A day, or a week-end, of the way to a due date: what stands large in it, and notes."""

    head: str
    date: str
    kind: str
    column: int
    large: str
    notes: Sequence[str]


def strip_days(of: Stretch) -> list[StripDay]:
    return [_strip_day(cell, of) for cell in strip(of)]


def _strip_day(cell: StripCell, of: Stretch) -> StripDay:
    notes = [cell.name] if cell.name else [_("week-end")] * (cell.kind == "rest")
    if cell.days[0] == clock.local(of.came).date() and cell.kind == "came":
        notes.append(_("%(hour)s, not counted", hour=f"{clock.local(of.came):%H:%M}"))
    if clock.today() in cell.days:
        notes.append(_("today"))
    if cell.is_first_due:
        notes.append(_("first due"))
    large = str(cell.count or "")
    if cell.hours:
        large = words(length_words(cell.hours, of.calendar))
    if cell.kind == "end":
        notes.append(f"{clock.local(of.due_at):%H:%M}")
        large = f"{large}, {_('due')}" if large else _("due")
    return StripDay(
        ", ".join(_(SHORT_WEEKDAYS[day.weekday()]) for day in cell.days),
        "–".join(f"{day:%d/%m}" for day in cell.days),
        cell.kind,
        cell.column,
        large,
        [str(one) for one in notes],
    )


def why_set(whose: str, due_at: datetime, horizon: Horizon, said: str) -> Why:
    """Why something is due on a day that somebody set; `said`: who did."""
    _anybody, until = explain_whole(due_at, None, horizon)
    return Why(whose, due_title(due_at), [said, words(until)])


WORKS = {
    Works.OFF: N_("day off"),
    Works.WHOLE: N_("working day"),
    Works.MORNING: N_("only the morning is worked"),
    Works.AFTERNOON: N_("only the afternoon is worked"),
}


@dataclass(frozen=True)
class Month:
    name: str
    weeks: tuple[tuple["Day | None", ...], ...]
    is_past: bool
    """Of this year, over: where there is room for one, the present month comes first."""


@dataclass(frozen=True)
class Day:
    number: int
    is_working: bool
    name: str
    is_today: bool


@dataclass(frozen=True)
class Calendar:
    year: int
    months: tuple[Month, ...]
    table: Table
    working_days: int
    unknown: str
    """Said of a year of which no day off was entered."""


def calendar(year: int, rows: Sequence[DayRow], agencies: Mapping[int, str]) -> Calendar:
    common = {row.day: row for row in rows if row.agency_id is None}
    months = tuple(_month(year, number, common) for number in range(1, 13))
    days = [one for month in months for week in month.weeks for one in week if one]
    return Calendar(
        year=year,
        months=months,
        table=_day_table(rows, agencies),
        working_days=sum(one.is_working for one in days),
        unknown=""
        if any(row.works is Works.OFF for row in common.values())
        else _(UNKNOWN_YEAR, year=str(year)),
    )


def _month(year: int, number: int, common: Mapping[date, DayRow]) -> Month:
    first = date(year, number, 1)
    cells: list[Day | None] = [None] * first.weekday()
    on = first
    while on.month == number:
        cells.append(_calendar_day(on, common.get(on)))
        on += timedelta(days=1)
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[start : start + 7]) for start in range(0, len(cells), 7))
    today = clock.today()
    is_past = year == today.year and number < today.month
    return Month(format_date(first, "MMMM"), weeks, is_past)


def _calendar_day(on: date, row: DayRow | None) -> Day:
    works = row.works is not Works.OFF if row else STANDARD.is_working(on)
    return Day(on.day, works, row.name if row else "", on == clock.today())


def _day_table(rows: Iterable[DayRow], agencies: Mapping[int, str]) -> Table:
    columns = (Column(_("Day")), Column(_("What it is")), Column(_("Name")), Column(_("Holds for")))
    empty = Empty(_("No exception in this year"), _("Add days off as they are announced."))
    return Table(columns, tuple(_day_row(row, agencies) for row in rows), empty)


def _day_row(row: DayRow, agencies: Mapping[int, str]) -> TableRow:
    remove = Action(
        _("Take off"),
        url_for("deadlines.take_off_day", row_id=row.id),
        method="post",
        quiet=True,
        confirm=_("Take %(day)s off the calendar?", day=day(row.day)),
    )
    whose = agencies.get(row.agency_id, "") if row.agency_id else _("all agencies")
    kind = _(WORKS[row.works])
    written = format_date(row.day, "EEEE, dd/MM/yyyy")
    return TableRow((written[:1].upper() + written[1:], kind, row.name, whose), actions=(remove,))


# -- What moves with a day -------------------------------------------------------------------------

MOVES_SHOWN = 50


@dataclass(frozen=True)
class MoveRow:
    """A date that moves; or `count` of a unit that move alike, of what may not be opened."""

    holder: str
    title: str
    href: str
    old: str
    new: str
    is_earlier: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moving:
    """What moves: all of it in numbers, a page of it row by row. `others` says how many of them
    may not be opened, and of which units."""

    summary: str
    others: str
    count: int
    earlier: int
    rows: Sequence[MoveRow]
    pager: Pager


def moving(
    found: Sequence[Move], others: Sequence[Unopened], rows: Sequence[MoveRow], pager: Pager
) -> Moving:
    units: Counter[str] = Counter()
    for one in others:
        units[one.unit] += one.number
    earlier = sum(one.moved.is_earlier for one in found)
    return Moving(
        _moves_said(len(found), earlier), _others_said(units), len(found), earlier, rows, pager
    )


def _moves_said(count: int, earlier: int) -> str:
    """ "46 due dates move: 43 to a later moment, 3 to an earlier one."."""
    if not count:
        return str(_("No due date moves."))
    return ngettext(
        "%(num)s due date moves: %(later)s to a later moment, %(earlier)s to an earlier one.",
        "%(num)s due dates move: %(later)s to a later moment, %(earlier)s to an earlier one.",
        count, later=count - earlier, earlier=earlier,
    )  # fmt: skip


def _others_said(units: Mapping[str, int]) -> str:
    """ "12 of them you may not open: Phòng Văn hóa 8, Phòng Kinh tế 4."; empty for none."""
    if not units:
        return ""
    named = ", ".join(f"{unit or _('no unit yet')} {count}" for unit, count in units.items())
    return ngettext(
        "%(num)s of them you may not open: %(units)s.",
        "%(num)s of them you may not open: %(units)s.",
        sum(units.values()), units=named,
    )  # fmt: skip


def move_rows(shown: Sequence[Move | Unopened], said: Named) -> list[MoveRow]:
    """What `said` names by feature and id: holder, title, address."""
    return [
        _move_row(one, *said.get(one.key, ("", "", "")))
        if isinstance(one, Move)
        else _unopened_row(one)
        for one in shown
    ]


def _move_row(move: Move, holder: str, title: str, href: str) -> MoveRow:
    why = tuple(words(one) for one in reasons(move.rule.due(move.calendar)))
    return MoveRow(holder or _("The document itself"), title, href, *_from_to(move.moved), why)


def _unopened_row(one: Unopened) -> MoveRow:
    said = ngettext(
        "%(num)s document you may not open", "%(num)s documents you may not open", one.number
    )
    return MoveRow(one.unit or _("no unit yet"), said, "", *_from_to(one.moved))


def _from_to(moved: Moved) -> tuple[str, str, bool]:
    return moment(moved.old), moment(moved.new), moved.is_earlier


@dataclass(frozen=True)
class Staying:
    """What stays on a day that is off now, as somebody set that day: how many, and a page of
    those that may be opened."""

    summary: str
    others: str
    rows: Sequence[tuple[str, str, str]]
    pager: Pager


def staying(opened: int, others: Mapping[str, int], said: Named, pager: Pager) -> Staying | None:
    count = opened + sum(others.values())
    if not count:
        return None
    summary = ngettext(
        "%(num)s due date stays on that day: somebody set it.",
        "%(num)s due dates stay on that day: somebody set them.",
        count,
    )
    return Staying(summary, _others_said(others), list(said.values()), pager)


def move_pager(args: Mapping[str, Any], name: str, start: int, count: int) -> Pager:
    """The pages before and after the rows from this place on, which `name` says in an address."""
    before, after = max(0, start - MOVES_SHOWN), start + MOVES_SHOWN
    newer = url_for("deadlines.moving", **{**args, name: before}) if start else None
    older = url_for("deadlines.moving", **{**args, name: after}) if after < count else None
    return Pager(newer=newer, older=older)


def change_said(change: DayData) -> str:
    """ "Friday, 27/11/2026: day off"."""
    written = format_date(change.day, "EEEE, dd/MM/yyyy")
    kind = _(WORKS[change.works]) if change.works else _("taken off the calendar")
    said = f"{written[:1].upper()}{written[1:]}: {kind}"
    if change.instead is None:
        return said
    instead = format_date(change.instead, "EEEE, dd/MM/yyyy")
    return str(_("%(said)s; %(instead)s is worked instead", said=said, instead=instead))
