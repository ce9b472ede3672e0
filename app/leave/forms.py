"""The form of a request for leave."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from app.leave.rules import LeaveData
from app.organisation.forms import AwayFields, entered
from app.web.forms import OfficeForm


class LeaveForm(AwayFields, OfficeForm):
    delegates = BooleanField(_l("Who stands in acts in my post, in everything but signing"))

    def entry(self) -> LeaveData:
        return LeaveData(**entered(self))
