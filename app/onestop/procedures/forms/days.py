"""From which day a version holds, until which, and a catalogue that is taken over."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.core.days import Short
from app.core.text import clean
from app.web import OfficeForm, VersionedForm
from app.web.fields import DayField


class PublishForm(VersionedForm):
    starts = DayField(_l("Holds from"), short=Short.NEXT)


class EndForm(OfficeForm):
    ends = DayField(_l("Last day"), short=Short.NEXT)
    reason = TextAreaField(_l("By what decision"), filters=[clean])
