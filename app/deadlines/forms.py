"""The form of a day off or a working day."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from app.deadlines.inputs import DayData
from app.deadlines.rules.working_time import Works
from app.organisation.forms import NEEDED, needed_day, text
from app.web import OfficeForm
from app.web.fields import ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext as _

NAME_LENGTH = 120


class DayForm(OfficeForm):
    spans = {"name": 6, "works": 6}

    day = DayField(_l("Day"), validators=[NEEDED])
    works = ChoiceField(
        _l("What it is"),
        choices=[
            (Works.OFF, _l("Day off")),
            (Works.WHOLE, _l("Working day (made up)")),
            (Works.MORNING, _l("Only the morning is worked")),
            (Works.AFTERNOON, _l("Only the afternoon is worked")),
        ],
    )
    name = text(_l("Name"), NAME_LENGTH, needed=True)
    agency_id = OptionalIdField(_l("Holds for"))

    def offer(self, agencies: Iterable[tuple[int, str]]) -> None:
        self.agency_id.offer(agencies, _("all agencies"))

    def entry(self) -> DayData:
        return DayData(
            day=needed_day(self.day),
            works=Works(self.works.data),
            name=self.name.data,
            agency_id=self.agency_id.data,
        )


class MovingForm(OfficeForm):
    """Changing a day, by whoever has seen which due dates move with it."""

    seen = HiddenField()
