"""Forms of access."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.core.text import clean
from app.web import OfficeForm


def lower_name(text: str | None) -> str:
    """User names are kept and compared in small letters."""
    return clean(text).lower()


class SignInForm(OfficeForm):
    user_name = StringField(
        _l("User name"),
        filters=[lower_name],
        validators=[InputRequired(_l("Type your user name.")), Length(max=60)],
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=500)]
    )
    next = HiddenField()
    carried = HiddenField()


class ChangePasswordForm(OfficeForm):
    current = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Type your present password."))]
    )
    new_password = PasswordField(
        _l("New password"), validators=[InputRequired(_l("Type a new password."))]
    )
    repeated = PasswordField(
        _l("New password once more"), validators=[InputRequired(_l("Type it once more."))]
    )
