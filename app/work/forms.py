"""Forms of directives and of the verbs on one line."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, StringField, TextAreaField

from app.core import clock
from app.core.errors import Problem, Refused
from app.core.text import N_, clean, clean_lines, typed_id
from app.deadlines.due_fields import SpanField, due_problems, next_day_of, typed_due_or_none
from app.deadlines.rules.spans import Rule, Span
from app.deadlines.rules.working_time import WorkCalendar
from app.web import ReasonForm, VersionedForm
from app.web.fields import ActField, LinesField, NumberKeptField
from app.web.forms import OfficeForm
from app.web.i18n import gettext as _
from app.work.inputs import ReceiverEntry
from app.work.models import Extension
from app.work.rules import Receiver
from app.work.rules.reminders import typed_hours


class ReceiversField(LinesField):
    """The rows of the people picker: receiver, role, due day; without a role one is taken off."""

    PARTS = {"receiver": 16, "role": 12, "due": 24}

    data: list[ReceiverEntry]

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.data = [_entry(*line) for line in self.lines]

    def is_filled(self, *parts: str) -> bool:
        receiver, role, due = parts
        return bool(role and (receiver or due))

    def problems_of(self, *parts: str) -> Iterator[str]:
        if not parts[0]:
            yield _(N_("Nobody is chosen."))
        yield from due_problems(parts[2])


def _entry(holder: str, role: str, due_text: str) -> ReceiverEntry:
    if not (holder[:1] in ("u", "p") and typed_id(holder[1:])):
        holder = "?"
    return ReceiverEntry(holder, role, due_text, typed_due_or_none(due_text))


class TicksField(Field):  # type: ignore[misc]
    """Whatever was ticked under this name, each once."""

    data: list[str]

    def process_data(self, value: object) -> None:
        self.data = []

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = list(dict.fromkeys(valuelist))


class DirectiveForm(VersionedForm):
    """A leader's directive, or the words with which a line is passed on."""

    text = TextAreaField(_l("Directive"), filters=[clean_lines])
    seen_lead = NumberKeptField(default=0)
    """The line of whoever led when the form was opened."""
    receivers = ReceiversField(_l("Given to"))
    unit = TicksField()

    @property
    def entries(self) -> list[ReceiverEntry]:
        """The rows, and units ticked where no script made rows of them: one alone leads, if nobody
        does; of several it is asked who."""
        rows = self.receivers.data
        ticked = [one for one in self.unit.data if one not in {row.holder for row in rows}]
        is_led = self.seen_lead.data or rows or len(ticked) > 1
        role = "cohandler" if is_led else "lead"
        return [*rows, *(_entry(token, role, "") for token in ticked)]

    def receivers_due(self, days: WorkCalendar, *known: datetime | None) -> Sequence[Receiver]:
        """The receivers; a day on which one of the known moments lies stands for that moment."""
        by_day = {clock.local(moment).date(): moment for moment in known if moment is not None}
        return [
            Receiver(entry.holder, entry.role, *_moment(entry.due, days, by_day))
            for entry in self.entries
        ]


def _moment(
    due: date | Span | None,
    days: WorkCalendar,
    by_day: dict[date, datetime],
    since: datetime | None = None,
) -> tuple[datetime | None, Rule | None]:
    """When it is late that is due by then, and by what that was counted, if it was."""
    if due is None:
        return None, None
    if isinstance(due, Span):
        rule = Rule(due, since or clock.now())
        return rule.due(days).at, rule
    return by_day.get(due) or days.closing(due), None


def local_day(moment: datetime | None) -> date | None:
    """The Vietnamese day of a due date, as its field shows it."""
    return clock.local(moment).date() if moment is not None else None


class FinishForm(VersionedForm):
    outcome = TextAreaField(_l("What was done"), filters=[clean_lines])
    no_reply_reason = StringField(_l("Why there is no reply"), filters=[clean])
    close_below = BooleanField(_l("Close the lines below with mine"))


class DueForm(ReasonForm):
    due = SpanField(_l("New due date"))

    def due_at(
        self, days: WorkCalendar, old: datetime | None, record_due: datetime | None
    ) -> tuple[datetime | None, Rule | None]:
        known = [moment for moment in (record_due, old) if moment is not None]
        by_day = {clock.local(moment).date(): moment for moment in known}
        return _moment(self.due.data, days, by_day, self._since(old))

    def _since(self, _old: datetime | None) -> datetime:
        """From when a span counts."""
        return clock.now()


class LongerForm(DueForm):
    """A span says how much longer: it counts from the old date, while that is still to come."""

    whole = BooleanField(_l("The whole document: all its open lines"))

    def _since(self, old: datetime | None) -> datetime:
        return max(old or clock.now(), clock.now())


class AskingForm(LongerForm):
    """What falls on a day off is asked once more: `sure` is the day of which that was said."""

    sure = StringField()

    def must_be_sure(self) -> None:
        """Refused for a day off of which nothing was said yet."""
        day = self.due.data
        is_off = isinstance(day, date) and next_day_of(day) is not None
        if is_off and self.sure.data != str(day):
            message = N_("%(remark)s Send it once more to ask for this day all the same.")
            raise Refused(Problem(message, {"remark": " ".join(self.due.remarks())}, "due"))


class WholeForm(LongerForm):
    """Of a whole: a day holds for all of it, a span lengthens each part."""

    def until(
        self, days: WorkCalendar, record_due: datetime | None
    ) -> tuple[datetime | None, Rule | None, Span | None]:
        span = self.due.data if isinstance(self.due.data, Span) else None
        return *self.due_at(days, record_due, None), span


class DecisionForm(LongerForm):
    """What becomes of an extension that was asked for; the button says which."""

    asked = NumberKeptField(default=0)
    decision = ActField("grant", "refuse")

    def until(self, days: WorkCalendar, asked: Extension) -> tuple[datetime | None, Rule | None]:
        """As it was asked for, where its day or nothing was typed; None where it is refused."""
        if self.decision.data == "refuse":
            return None, None
        if self.due.data in (None, local_day(asked.due_at)):
            return asked.due_at, asked.due_rule
        return self.due_at(days, asked.old_due_at, None)


class UndoForm(OfficeForm):
    """Taking a directive back, by whoever has seen that so many of its lines were opened."""

    seen = NumberKeptField(default=0)


class PhraseForm(OfficeForm):
    text = StringField(_l("Sentence"), filters=[clean])
    for_agency = BooleanField(_l("For everybody who directs in the agency"))


class HoursForm(OfficeForm):
    hours = StringField(_l("Hours at which I am reminded"), filters=[clean])

    def times(self) -> list[time]:
        """Raises Refused for what is no hour of the day."""
        return typed_hours(self.hours.data)
