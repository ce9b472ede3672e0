"""Which part of a book: a year, and days within it."""

from flask_babel import lazy_gettext as _

from app.web import OfficeForm
from app.web.fields import ChoiceField, DayField


class PeriodForm(OfficeForm):
    """Sent by GET, so that the address of a book can be kept and passed on."""

    year = ChoiceField(_("Year"), coerce=int, validate_choice=False)
    first = DayField(_("From day"))
    last = DayField(_("To day"))
