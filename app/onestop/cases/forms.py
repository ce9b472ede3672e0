"""What is said when a case moves on."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.core.text import clean_lines
from app.web import VersionedForm


class MoveForm(VersionedForm):
    words = TextAreaField(_l("Reason and ground"), filters=[clean_lines])
