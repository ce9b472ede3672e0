"""The form of a day off or a working day."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.core.days import Short
from app.core.words import URGENCY_WORDS
from app.deadlines.due_fields import SpanField, spoken_span
from app.deadlines.inputs import DayData
from app.deadlines.rules.reasons import span_words
from app.deadlines.rules.spans import Span
from app.deadlines.rules.usual import Usual
from app.deadlines.rules.working_time import Works
from app.deadlines.wording import words
from app.organisation.forms import NEEDED, needed_day, text
from app.web import OfficeForm
from app.web.fields import ButtonsField, ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext as _

NAME_LENGTH = 120


class UsualField(SpanField):
    """How long something may take; a day is none. Empty: no date is set."""

    data: Span | None

    def _written(self, value: Any) -> str:
        return words(span_words(value)) if value else ""

    def _parsed(self, text: str) -> Span:  # type: ignore[override]
        span = spoken_span(text)
        if span is None:
            raise ValueError(_("Write how long it may take: 5 working days, 4 hours, 15 days."))
        return span


class DayForm(OfficeForm):
    spans = {"name": 6, "works": 6}

    day = DayField(_l("Day"), validators=[NEEDED])
    works = ChoiceField(
        _l("What it is"),
        choices=[
            (Works.OFF, _l("Day off")),
            (Works.WHOLE, _l("Working day (made up)")),
            (Works.MORNING, _l("Only the morning is worked")),
            (Works.AFTERNOON, _l("Only the afternoon is worked")),
        ],
    )
    name = text(_l("Name"), NAME_LENGTH, needed=True)
    instead = DayField(_l("Worked instead, if any"))
    agency_id = OptionalIdField(_l("Holds for"))

    def offer(self, agencies: Iterable[tuple[int, str]]) -> None:
        self.agency_id.offer(agencies, _("all agencies"))

    def entry(self) -> DayData:
        return DayData(
            day=needed_day(self.day),
            works=Works(self.works.data),
            name=self.name.data,
            agency_id=self.agency_id.data,
            instead=self.instead.data,
        )


class UsualForm(OfficeForm):
    type_code = ChoiceField(_l("Type of document"))
    urgency = ChoiceField(_l("Urgency"))
    span = UsualField(_l("How long it may take"))
    since = DayField(_l("From"), validators=[NEEDED], short=Short.NEXT)
    agency_id = OptionalIdField(_l("Holds for"))

    def offer(self, types: Iterable[tuple[str, str]], agencies: Iterable[tuple[int, str]]) -> None:
        self.type_code.choices = [("", _("every type")), *types]
        words = ((str(number), _(word)) for number, word in enumerate(URGENCY_WORDS))
        self.urgency.choices = [("", _("every urgency")), *words]
        self.agency_id.offer(agencies, _("all agencies"))

    def entry(self) -> Usual:
        return Usual(
            needed_day(self.since),
            self.span.data,
            self.type_code.data or None,
            int(self.urgency.data) if self.urgency.data else None,
            self.agency_id.data,
        )


class MovingForm(OfficeForm):
    """Changing a day, by whoever has seen which due dates move with it."""

    seen = HiddenField()
    earlier = ButtonsField(
        _l("Dates that come earlier"),
        choices=[
            ("keep", _l("Keep the promised date: nobody is late by surprise")),
            ("pull", _l("Pull forward: due on the earlier date")),
        ],
        default="keep",
    )
