"""The form of a day off or a working day."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from app.deadlines.service import DayData
from app.organisation.forms import NEEDED, needed_day, text
from app.web import OfficeForm
from app.web.fields import ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext as _


class DayForm(OfficeForm):
    spans = {"name": 6, "is_working": 6}

    day = DayField(_l("Day"), validators=[NEEDED])
    is_working = ChoiceField(
        _l("What it is"),
        choices=[("off", _l("Day off")), ("working", _l("Working day (made up)"))],
    )
    name = text(_l("Name"), 120, needed=True)
    agency_id = OptionalIdField(_l("Holds for"))

    def offer(self, agencies: Iterable[tuple[int, str]]) -> None:
        self.agency_id.offer(agencies, _("all agencies"))

    def entry(self) -> DayData:
        return DayData(
            day=needed_day(self.day),
            is_working=self.is_working.data == "working",
            name=self.name.data,
            agency_id=self.agency_id.data,
        )
