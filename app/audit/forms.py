"""What is looked for in the trail."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Form, HiddenField, StringField

from app.audit.queries import TrailFilter
from app.core.text import clean, typed_day_or_none
from app.web.fields import ChoiceField, OptionalIdField


class TrailForm(Form):  # type: ignore[misc]
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

    def wanted(self) -> TrailFilter:
        object_id = self.object.data or ""
        return TrailFilter(
            agency_id=self.agency.data if "agency" in self._fields else None,
            person=self.person.data or "",
            group=self.group.data or "",
            first_day=typed_day_or_none(self.first_day.data or ""),
            last_day=typed_day_or_none(self.last_day.data or ""),
            object_kind=self.kind.data or "",
            object_id=int(object_id) if object_id.isdecimal() else None,
        )

    def as_address(self) -> dict[str, str]:
        """What of it was given, to stand in the addresses of the neighbouring pages."""
        return {name: field.data for name, field in self._fields.items() if field.data}
