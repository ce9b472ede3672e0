"""The form of a decision."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField

from app.core.text import clean
from app.web import OfficeForm


class GiveUpForm(OfficeForm):
    """Why something will not be done."""

    reason = TextAreaField(_("Reason"), filters=[clean])
