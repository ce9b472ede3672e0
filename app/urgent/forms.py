"""Forms of urgent messages."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from wtforms import BooleanField, TextAreaField

from app.core.days import Short
from app.core.text import clean
from app.deadlines.rules.said import WEEKDAYS
from app.urgent.rules import SHIFT_WORDS
from app.web import OfficeForm
from app.web.fields import (
    ActField,
    ButtonsField,
    ChoicesField,
    DayField,
    NumberKeptField,
    OptionalIdField,
)


class SendForm(OfficeForm):
    """Why it is urgent, in which letters, to whom."""

    reason = TextAreaField(lazy_gettext("Why it is urgent"), filters=[clean])
    letters = ButtonsField(
        lazy_gettext("The message"), choices=[("plain", ""), ("accented", "")], default="plain"
    )
    receivers = ChoicesField(lazy_gettext("Receivers"))


class CallForm(OfficeForm):
    """Whom somebody phoned, and what came of it."""

    person = NumberKeptField()
    outcome = ActField("reached", "silent", "wrong")


class DutyForm(OfficeForm):
    """Who is on duty on a day or in a night."""

    day = DayField(lazy_gettext("Day"))
    shift = ButtonsField(
        lazy_gettext("Shift"),
        choices=[(key, lazy_gettext(word)) for key, word in SHIFT_WORDS.items()],
        default="night",
    )
    person = OptionalIdField(lazy_gettext("On duty"))


class FillForm(OfficeForm):
    """Who is on duty on which weekday, from day to day. Its fields of persons are named by shift
    and weekday: "night_0" is the night of Monday."""

    first = DayField(lazy_gettext("From"), short=Short.NEXT)
    last = DayField(lazy_gettext("Until"), short=Short.NEXT)
    replacing = BooleanField(lazy_gettext("Also where somebody is on duty already"))

    def offer(self, people: Sequence[tuple[int, str]], nobody: str) -> None:
        for one in self.persons.values():
            one.offer(people, nobody)

    @property
    def persons(self) -> dict[tuple[int, str], OptionalIdField]:
        """By weekday and shift."""
        return {
            (weekday, shift): self[f"{shift}_{weekday}"]
            for weekday in range(len(WEEKDAYS))
            for shift in SHIFT_WORDS
        }

    @property
    def pattern(self) -> dict[tuple[int, str], int]:
        """Those that were chosen."""
        return {slot: one.data for slot, one in self.persons.items() if one.data}

    def carry(self) -> None:
        """Whoever is on duty by day is at night too, where nobody is chosen."""
        for (weekday, _shift), one in self.persons.items():
            one.data = one.data or self[f"day_{weekday}"].data


for _weekday, _day in enumerate(WEEKDAYS):
    for _shift, _word in SHIFT_WORDS.items():
        setattr(FillForm, f"{_shift}_{_weekday}", OptionalIdField(lazy_gettext(_word)))
