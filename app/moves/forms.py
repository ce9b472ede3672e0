"""The form of a handing over: each thing that was listed, and who takes it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from app.core.text import clean
from app.web.fields import LinesField
from app.web.forms import OfficeForm


class ThingsField(LinesField):
    """What ("work.lines:12", or a whole sort "work.lines") and to whom, by token or by label."""

    PARTS = {"thing": 60, "to": 260}
    MOST = 5000

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        self.data = [(what, to) for what, to in self.lines]


class HandoverForm(OfficeForm):
    things = ThingsField(_l("Who takes over"))
    reason = TextAreaField(_l("Reason"), filters=[clean])
