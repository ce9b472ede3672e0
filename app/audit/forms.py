"""What is looked for in the trail."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, StringField

from app.core.text import clean
from app.web.fields import ChoiceField, OptionalIdField
from app.web.forms import RowForm
from app.web.i18n import gettext as _


class TrailForm(RowForm):
    """A form that asks and changes nothing: its values are in the address."""

    person = StringField(_l("Who"), filters=[clean])
    group = ChoiceField(_l("Kind of action"), validate_choice=False)
    first_day = StringField(_l("From day"), filters=[clean])
    last_day = StringField(_l("To day"), filters=[clean])
    agency = OptionalIdField(_l("Agency"), validate_choice=False)
    kind = HiddenField()
    object = HiddenField()

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group.choices = choices

    def offer(self, agencies: list[tuple[int, str]]) -> None:
        """Agencies to choose from; without any there is nothing to choose."""
        if agencies:
            self.agency.offer(agencies, _("one's own"))
        else:
            del self.agency
