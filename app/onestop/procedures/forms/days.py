"""From which day a version holds, until which, and a catalogue that is taken over."""

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, TextAreaField

from app.core.days import Short
from app.core.errors import Problem, Refused
from app.core.text import N_, clean
from app.web import OfficeForm, VersionedForm
from app.web.fields import DayField


class PublishForm(VersionedForm):
    starts = DayField(_l("Holds from"), short=Short.NEXT)


class EndForm(OfficeForm):
    ends = DayField(_l("Last day"), short=Short.NEXT)
    reason = TextAreaField(_l("By what decision"), filters=[clean])


class BringForm(OfficeForm):
    file = FileField(_l("The catalogue"))


class TakeForm(OfficeForm):
    """From when it holds; without a day there are only drafts."""

    seen = HiddenField()
    starts = DayField(_l("Holds from"), short=Short.NEXT)

    def must_have_seen(self, digest: str) -> None:
        """Refused where other changes were shown than there would be."""
        if self.seen.data != digest:
            raise Refused(Problem(N_("Meanwhile something else would change. Look again.")))
