"""Forms of urgent messages."""

from flask_babel import lazy_gettext
from wtforms import TextAreaField

from app.core.text import clean
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
