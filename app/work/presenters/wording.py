"""Lines of work in words: states, dues, holders."""

from app.core import clock
from app.core.feature import installed
from app.core.text import N_
from app.deadlines.rules.colours import Horizon
from app.deadlines.rules.said import WEEKDAYS
from app.deadlines.rules.words import due_words, finished_words
from app.deadlines.wording import words
from app.web.formats import day, moment, short_day
from app.web.i18n import gettext as _
from app.web.i18n import ngettext
from app.work.models import Assignment
from app.work.queries import LineRow, WorkRow

ENDED_WORDS = {
    "returned": N_("Returned"),
    "settled": N_("Returned"),
    "recalled": N_("Taken back"),
    "withdrawn": N_("Withdrawn"),
    "closed": N_("Closed with its document"),
    "called_off": N_("Called off with its document"),
}
ENDED_NOTES = {
    "done": N_("Outcome: %(text)s"),
    "returned": N_("Returned because: %(text)s"),
    "settled": N_("Returned because: %(text)s. %(name)s took it back."),
    "withdrawn": N_("Withdrawn because: %(text)s"),
    "closed": N_("Closed because: %(text)s"),
    "called_off": N_("Called off because: %(text)s"),
}


def due_text(row: LineRow | WorkRow, horizon: Horizon) -> str:
    """Short words about the due date of an open line, or about the end of a closed one."""
    if row.state == "open":
        if row.role == "information" and row.due_at is None:
            return ""
        left = words(due_words(row.due_at, horizon))
        names_day = row.due_at is None or "/" in left or day(row.due_at) == day(horizon.now)
        return left if names_day else f"{left}, {short_day(row.due_at)}"
    if row.finished_at is None:
        return ""
    if row.state == "done":
        return words(finished_words(row.due_at, row.finished_at, horizon.calendar))
    return short_day(row.finished_at)


def opened_text(row: LineRow) -> str:
    """Whether what was given out has been looked at: who takes it back knows who has read it."""
    if row.opened_at is None:
        return str(_("Nobody has opened it yet."))
    at = moment(row.opened_at)
    if not row.opened_by:
        return str(_("It was opened at %(at)s.", at=at))
    return str(_("%(name)s opened it at %(at)s.", name=row.opened_by, at=at))


def work_total(lines: int, records: int) -> str:
    """What a figure counts: "38 lines of 19 documents", or of records where work has more kinds."""
    words = {kind.counted for kind in installed().kinds.values() if kind.work is not None}
    if len(words) == 1:
        of = ngettext(*words.pop(), records)
    else:
        of = ngettext("%(num)s record", "%(num)s records", records)
    return str(ngettext("%(num)s line of %(of)s", "%(num)s lines of %(of)s", lines, of=of))


def holder_name(line: Assignment) -> str:
    """The unit or person that holds the line."""
    holder = line.unit or line.person
    return holder.name if holder else ""


def today_text() -> str:
    """The day as it is written at the head of the desk."""
    today = clock.today()
    weekday = str(_(WEEKDAYS[today.weekday()]))
    weekday = weekday[:1].upper() + weekday[1:]
    return str(_("%(weekday)s, %(day)s", weekday=weekday, day=day(today)))
