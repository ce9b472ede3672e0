"""The form of a request for leave."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.leave.rules import LeaveData
from app.organisation.forms import NEEDED, StandInFields, entered, text
from app.web.fields import DayField
from app.web.forms import OfficeForm


class LeaveForm(StandInFields, OfficeForm):
    spans = {"reason": 6, "stand_in_id": 6, "reroutes": 6, "delegates": 6}

    starts_on = DayField(_l("First day away"), validators=[NEEDED])
    ends_on = DayField(_l("Last day away"), validators=[NEEDED])
    from_noon = BooleanField(_l("The first morning is worked still"))
    until_noon = BooleanField(_l("The last afternoon is worked again"))
    reason = text(_l("Reason"), 200)
    delegates = BooleanField(_l("Who stands in acts in my post, in everything but signing"))

    def entry(self) -> LeaveData:
        return LeaveData(**entered(self))
