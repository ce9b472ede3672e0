"""Forms of directives and of the verbs on one line."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import ValidationError

from app.core import clock
from app.core.text import N_, clean, clean_lines, typed_day
from app.deadlines.rules.working_time import WorkCalendar
from app.web import ReasonForm, VersionedForm
from app.web.fields import DayField
from app.web.forms import OfficeForm
from app.work.inputs import ReceiverEntry
from app.work.rules import Receiver

RECEIVER_NAMES = ("receiver", "role", "due")
RECEIVERS_AT_MOST = 200


class ReceiversField(Field):  # type: ignore[misc]
    """The rows of the people picker: receiver, role and due day in three parallel lists."""

    BAD_DAY = N_("“%(text)s” is not a day. Write it as dd/mm/yyyy.")

    data: list[ReceiverEntry]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        self.process_errors: list[str] = []
        self.data = []
        if formdata is not None:
            lists = [formdata.getlist(name)[:RECEIVERS_AT_MOST] for name in RECEIVER_NAMES]
            self.data = [_entry(*row) for row in zip(*lists, strict=False) if row[0] and row[1]]

    def pre_validate(self, form: Any) -> None:
        wrong = [entry.due_text for entry in self.data if entry.is_wrong]
        if wrong:
            raise ValidationError(" ".join(_(self.BAD_DAY, text=text) for text in wrong))


def _entry(holder: str, role: str, due_text: str) -> ReceiverEntry:
    holder, role, due_text = clean(holder)[:16], clean(role)[:12], clean(due_text)[:20]
    if not (holder[:1] in ("u", "p") and holder[1:].isdecimal()):
        holder = "?"
    try:
        return ReceiverEntry(holder, role, due_text, typed_day(due_text) if due_text else None)
    except ValueError:
        return ReceiverEntry(holder, role, due_text, is_wrong=True)


class DirectiveForm(VersionedForm):
    """A leader's directive, or the words with which a line is passed on."""

    text = TextAreaField(_l("Directive"), filters=[clean_lines])
    receivers = ReceiversField(_l("Given to"))

    def receivers_due(self, days: WorkCalendar, *known: datetime | None) -> Sequence[Receiver]:
        """The receivers; a day on which one of the known moments lies stands for that moment."""
        by_day = {clock.local(moment).date(): moment for moment in known if moment is not None}
        return [
            Receiver(entry.holder, entry.role, _moment(entry.due_on, days, by_day))
            for entry in self.receivers.data
        ]


def _moment(day: date | None, days: WorkCalendar, by_day: dict[date, datetime]) -> datetime | None:
    if day is None:
        return None
    return by_day.get(day) or days.closing(day)


def local_day(moment: datetime | None) -> date | None:
    """The Vietnamese day of a due date, as its field shows it."""
    return clock.local(moment).date() if moment is not None else None


class FinishForm(VersionedForm):
    outcome = TextAreaField(_l("What was done"), filters=[clean_lines])
    no_reply_reason = StringField(_l("Why there is no reply"), filters=[clean])
    close_below = BooleanField(_l("Close the lines below with mine"))


class DueForm(ReasonForm):
    due = DayField(_l("New due date"))

    def due_at(
        self, days: WorkCalendar, old: datetime | None, record_due: datetime | None
    ) -> datetime | None:
        known = [moment for moment in (record_due, old) if moment is not None]
        by_day = {clock.local(moment).date(): moment for moment in known}
        return _moment(self.due.data, days, by_day)


class PhraseForm(OfficeForm):
    text = StringField(_l("Sentence"), filters=[clean])
    for_agency = BooleanField(_l("For everybody who directs in the agency"))
