"""The form of one setting."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from app.core.settings import Setting
from app.organisation.forms import NEEDED, needed_day
from app.settings.service import NewValue
from app.web import OfficeForm
from app.web.fields import DayField

LONGEST = 5_000


class ValueForm(OfficeForm):
    spans = {"value": 6, "valid_from": 3, "by_itself": 6}

    valid_from = DayField(_l("Holds from"), validators=[NEEDED])
    by_itself = BooleanField(_l("No value of its own: as without it"))

    def entry(self, agency_id: int | None) -> NewValue:
        text = None if self.by_itself.data else str(self.value.data or "")
        return NewValue(agency_id, text, needed_day(self.valid_from))


def value_form(setting: Setting[Any], **data: Any) -> ValueForm:
    """The form with the one field that suits the setting."""
    label, help = _(setting.label), _(setting.help)
    checks = [Length(max=LONGEST)]
    kind = setting.kind
    if kind.choices:
        options = [(code, _(word)) for code, word in kind.choices]
        field = SelectField(label, description=help, choices=options, validate_choice=False)
    elif kind.has_lines:
        field = TextAreaField(label, description=help, validators=checks)
    else:
        field = StringField(label, description=help, validators=checks)
    form: ValueForm = type("OneValueForm", (ValueForm,), {"value": field})(**data)
    return form
