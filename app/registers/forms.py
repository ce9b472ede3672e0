"""Forms of registers, series and kept numbers."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.core import clock
from app.core.days import Short
from app.core.text import clean
from app.web import OfficeForm, ReasonForm, VersionedForm
from app.web.fields import ChoiceField, ChoicesField, DayField


def _types(label: LazyString) -> ChoicesField:
    """Which types of documents; whether they are known and free is for the service to say."""
    widgets = {"widget": ListWidget(prefix_label=False), "option_widget": CheckboxInput()}
    return ChoicesField(label, validate_choice=False, **widgets)


class RegisterForm(OfficeForm):
    """A register's name and, for a new one, its direction, and what of outgoing documents."""

    direction = ChoiceField(
        _("Direction"),
        choices=[("incoming", _("Incoming documents")), ("outgoing", _("Outgoing documents"))],
    )
    name = StringField(_("Name of the register"), filters=[clean])
    types = _types(_("Types it takes"))


class RenameForm(VersionedForm):
    """Another name for a register."""

    name = StringField(_("Name of the register"), filters=[clean])


class SeriesForm(VersionedForm):
    """A series and the types it numbers apart from the others."""

    name = StringField(_("Name of the series"), filters=[clean])
    types = _types(_("Types it numbers"))


class KeepForm(ReasonForm):
    """Numbers to keep, or one to leave out, and why."""

    count = IntegerField(
        _("How many"),
        default=1,
        validators=[InputRequired(_("Write a whole number."))],
        render_kw={"inputmode": "numeric"},
    )
    kept_for = DayField(_("Kept for the day"), default=clock.today, short=Short.LAST)


class PeriodForm(OfficeForm):
    """Sent by GET, so that the address of a book can be kept and passed on."""

    year = ChoiceField(_("Year"), coerce=int, validate_choice=False)
    first = DayField(_("From day"), short=Short.LAST)
    last = DayField(_("To day"), short=Short.LAST)
