"""The form of a view's name."""

from flask_babel import lazy_gettext as _
from wtforms import StringField

from app.core.text import clean
from app.web import OfficeForm


class NameForm(OfficeForm):
    name = StringField(_("Name of the view"), filters=[clean])
