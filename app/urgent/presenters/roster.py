"""The duty roster: two weeks with their gaps, and how a span of days is filled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.deadlines.queries import calendar
from app.deadlines.rules.said import WEEKDAYS
from app.deadlines.rules.working_time import WorkCalendar
from app.organisation.queries.bodies import Colleague
from app.urgent.forms import FillForm
from app.urgent.queries.roster import (
    GapsAhead,
    OnDuty,
    Slot,
    gaps,
    gaps_before_days_off,
    roster,
)
from app.urgent.rules import SHIFT_WORDS, SKIPPED
from app.urgent.service import Filled
from app.web.formats import day as said_day
from app.web.i18n import gettext as _

ROSTER_DAYS = 14


def colleagues(people: Sequence[Colleague]) -> list[tuple[int, str]]:
    """To be chosen from: of which unit, and who could not be told anything."""
    return [
        (one.id, ", ".join(filter(None, (one.name, one.unit, _no_phone(one))))) for one in people
    ]


def _no_phone(one: Colleague) -> str:
    why = "" if one.has_phone else SKIPPED["phone"]
    return str(_(why)) if why else ""


@dataclass(frozen=True)
class ShiftCell:
    """One shift: who has it, or nobody yet."""

    day: str
    shift: str
    shift_word: str
    person_id: int | None
    name: str
    is_over: bool
    is_gap: bool
    is_away: bool


@dataclass(frozen=True)
class DayRow:
    day: str
    weekday: str
    off: str
    """What the day off is called; of a weekend just that it is one."""
    cells: Sequence[ShiftCell]


@dataclass(frozen=True)
class RosterView:
    """What templates/urgent/roster.html shows."""

    rows: Sequence[DayRow]
    before: str
    after: str
    gaps: int
    """Shifts from today on that nobody has, of those shown."""
    fill_from: str
    ahead: str
    """The warning of a holiday that is near."""
    ahead_from: str
    ahead_until: str


def roster_view(session: Session, agency_id: int, first: date) -> RosterView:
    held = roster(session, agency_id, first, ROSTER_DAYS)
    open_slots = [one for one in gaps(held, first, ROSTER_DAYS) if one[0] >= clock.today()]
    known = calendar(session, agency_id)
    days = [first + timedelta(days=number) for number in range(ROSTER_DAYS)]
    ahead = gaps_before_days_off(session, agency_id, clock.today())
    return RosterView(
        rows=[_row(one, held, known) for one in days],
        before=said_day(first - timedelta(days=ROSTER_DAYS)),
        after=said_day(first + timedelta(days=ROSTER_DAYS)),
        gaps=len(open_slots),
        fill_from=said_day(open_slots[0][0] if open_slots else max(first, clock.today())),
        ahead=_warning(ahead) if ahead else "",
        ahead_from=said_day(max(ahead.off.first, clock.today())) if ahead else "",
        ahead_until=said_day(ahead.off.last) if ahead else "",
    )


def _row(on: date, held: Mapping[Slot, OnDuty], known: WorkCalendar) -> DayRow:
    off = "" if known.is_working(on) else known.names.get(on) or _("day off")
    cells = [_cell(on, shift, held.get((on, shift))) for shift in SHIFT_WORDS]
    return DayRow(said_day(on), _weekday(on.weekday()), off, cells)


def _weekday(number: int) -> str:
    """As it begins a line: "Thứ Hai"."""
    word = _(WEEKDAYS[number])
    return word[:1].upper() + word[1:]


def _cell(on: date, shift: str, person: OnDuty | None) -> ShiftCell:
    is_over = on < clock.today()
    return ShiftCell(
        day=said_day(on),
        shift=shift,
        shift_word=_(SHIFT_WORDS[shift]),
        person_id=person.person_id if person else None,
        name=person.name if person else "",
        is_over=is_over,
        is_gap=not is_over and (person is None or person.is_away),
        is_away=person is not None and person.is_away,
    )


def _warning(ahead: GapsAhead) -> str:
    off = ahead.off
    values = {"day": said_day(off.first), "until": said_day(off.last), "count": len(ahead.slots)}
    if off.name:
        return _(
            "%(name)s, %(day)s to %(until)s: %(count)s shifts have nobody on duty.",
            name=off.name, **values,
        )  # fmt: skip
    return _("Days off %(day)s to %(until)s: %(count)s shifts have nobody on duty.", **values)


@dataclass(frozen=True)
class WeekdayRow:
    """The fields of one weekday, by shift."""

    word: str
    fields: Sequence[tuple[str, object]]


def weekday_rows(form: FillForm) -> list[WeekdayRow]:
    persons = form.persons
    return [
        WeekdayRow(
            _weekday(number),
            [(_(said), persons[number, shift]) for shift, said in SHIFT_WORDS.items()],
        )
        for number in range(len(WEEKDAYS))
    ]


def filled_words(filled: Filled) -> str:
    """What came of it, with what was left."""
    words = _("%(count)s shifts filled.", count=filled.shifts)
    if not filled.left:
        return words
    left = _(
        "%(count)s were left: whoever was chosen is away or does not work here then.",
        count=filled.left,
    )
    return f"{words} {left}"
