"""The form of one setting."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import Length

from app.core.days import Short
from app.core.settings import Setting
from app.organisation.forms import NEEDED, needed_day
from app.settings.service import NewValue
from app.web import VersionedForm
from app.web.fields import ChoiceField, DayField
from app.web.i18n import gettext as _

LONGEST = 5_000


class ValueForm(VersionedForm):
    spans = {"value": 6, "valid_from": 3, "by_itself": 6}

    def entry(self, agency_id: int | None) -> NewValue:
        text = None if self.by_itself.data else str(self.value.data or "")
        return NewValue(agency_id, text, needed_day(self.valid_from), self.version.data)


def value_form(setting: Setting[Any], **data: Any) -> ValueForm:
    """The form with the field that suits the setting, and the day from which it is to hold."""
    fields = {
        "value": _value_field(setting),
        "valid_from": DayField(_("Holds from"), short=Short.NEXT, validators=[NEEDED]),
        "by_itself": BooleanField(_("No value of its own: as without it")),
    }
    form: ValueForm = type("OneValueForm", (ValueForm,), fields)(**data)
    return form


def _value_field(setting: Setting[Any]) -> Any:
    label, kind = _(setting.label), setting.kind
    words: dict[str, Any] = {"description": _(setting.help)}
    if kind.choices:
        options = [(code, _(word)) for code, word in kind.choices]
        return ChoiceField(label, choices=options, validate_choice=False, **words)
    field = TextAreaField if kind.has_lines else StringField
    return field(label, validators=[Length(max=LONGEST)], **words)
