"""Forms of messages: how one wants to be told, and a text that is tried."""

from datetime import time

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, StringField
from wtforms.validators import Length, ValidationError

from app.core.feature import Occasion
from app.core.text import clean
from app.messages.rules import CHANNELS, offered
from app.messages.rules.wishes import MOST_DIGESTS, hours
from app.messages.service import WishesData
from app.web import OfficeForm, VersionedForm
from app.web.fields import ChoicesField


class WishesForm(VersionedForm):
    """The catalogue as boxes ("work.given email"), and the hours of one person."""

    on = ChoicesField(_l("What I am told of, and how"))
    digest_at = StringField(
        _l("E-mails together at"),
        filters=[clean],
        validators=[Length(max=60)],
        description=_l("Hours of working days, such as 07:15, 13:15. Empty: each at once."),
    )
    quiet_from = StringField(_l("Quiet from"), filters=[clean], validators=[Length(max=5)])
    quiet_to = StringField(_l("to"), filters=[clean], validators=[Length(max=5)])
    is_quiet_when_off = BooleanField(
        _l("Whole days off too, by the working time of the agency"),
    )

    def validate_digest_at(self, field: StringField) -> None:
        found = hours(field.data or "")
        if found is None or len(found) > MOST_DIGESTS:
            raise ValidationError(_l("Write one to four hours, such as 07:15, 13:15."))

    def validate_quiet_from(self, field: StringField) -> None:
        found = [hours(one.data or "") for one in (field, self.quiet_to)]
        if [len(one) if one is not None else -1 for one in found] not in ([0, 0], [1, 1]):
            raise ValidationError(_l("Write two hours, such as 21:00 and 06:00, or none."))
        if found[0] and found[0] == found[1]:
            raise ValidationError(_l("Quiet hours end at another hour than they begin."))

    def offer(self, catalogue: list[Occasion]) -> None:
        self.on.choices = [
            (f"{one.name} {channel}", one.words)
            for one in catalogue
            for channel in CHANNELS
            if channel in one.always or offered(one, channel)
        ]

    def entry(self) -> WishesData:
        chosen: dict[str, dict[str, bool]] = {}
        wanted = set(self.on.data)
        for choice in self.on.choices or ():
            name, channel = choice.value.split(" ")
            chosen.setdefault(name, {})[channel] = choice.value in wanted
        quiet = [hours(one.data or "") for one in (self.quiet_from, self.quiet_to)]
        return WishesData(
            chosen=chosen,
            digest_at=tuple(hours(self.digest_at.data or "") or ()),
            quiet=_pair(*quiet),
            is_quiet_when_off=self.is_quiet_when_off.data,
        )


class ContactForm(OfficeForm):
    """Where one wants to be reached; what it is called is said by the view."""

    address = StringField(filters=[clean], validators=[Length(max=120)])

    def call(self, words: str, hint: str) -> None:
        self.address.label.text, self.address.description = words, hint


class CodeForm(OfficeForm):
    code = StringField(
        _l("Code of six figures"),
        filters=[clean],
        validators=[Length(max=12)],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )


def _pair(begin: list[time] | None, end: list[time] | None) -> tuple[time, time] | None:
    return (begin[0], end[0]) if begin and end else None
