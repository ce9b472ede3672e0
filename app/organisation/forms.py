"""Forms of the organisation."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import (
    InputRequired,
    Length,
    NumberRange,
    Optional,
    Regexp,
    ValidationError,
)

from app.core.mail_addresses import email_problem
from app.core.phones import phone_problem
from app.core.text import clean
from app.organisation.service import (
    AbsenceData,
    AgencyData,
    PersonData,
    PostData,
    UnitData,
)
from app.web import OfficeForm, VersionedForm
from app.web.fields import ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext as _

NOT_ENTERED = ("version", "csrf_token")
NEEDED = InputRequired(_l("This is needed."))


def text(label: Any, longest: int, *, needed: bool = False, **options: Any) -> StringField:
    checks = [NEEDED] if needed else []
    return StringField(label, filters=[clean], validators=[*checks, Length(max=longest)], **options)


class AgencyForm(VersionedForm):
    """`spans` are the columns of six that each field takes."""

    spans = {"name": 4, "short_name": 2, "collective_name": 4, "superior_name": 4, "address": 4}

    name = text(_l("Name of the agency"), 200, needed=True)
    short_name = text(_l("Short name"), 80, needed=True)
    superior_name = text(
        _l("Superior body"),
        200,
        description=_l("Printed above the agency's name; empty for a people's committee."),
    )
    code = StringField(
        _l("Agency code"),
        filters=[clean],
        validators=[
            NEEDED,
            Length(max=35),
            Regexp(r"^[A-Za-z0-9.]+$", message=_l("Letters, figures and dots only.")),
        ],
        description=_l("As in the national directory, such as H49.12"),
    )
    collective_name = text(
        _l("Collective it signs for (TM.)"),
        200,
        description=_l("Such as “Ủy ban nhân dân”; empty where the head signs alone."),
    )
    symbol = text(
        _l("Symbol in references"), 30, needed=True, description=_l("“UBND” in 12/QĐ-UBND")
    )
    address = text(_l("Address"), 200)
    place_name = text(
        _l("Place name"), 80, needed=True, description=_l("Written before a document's date")
    )
    parent_id = OptionalIdField(_l("Under the agency"))
    successor_id = OptionalIdField(_l("Succeeded by"))
    valid_from = DayField(_l("First day"), validators=[NEEDED])
    valid_to = DayField(_l("Last day"), description=_l("Empty while it exists"))

    def offer(self, agencies: Iterable[tuple[int, str]]) -> None:
        options = list(agencies)
        self.parent_id.offer(options, _("none"))
        self.successor_id.offer(options, _("none"))

    def entry(self) -> AgencyData:
        return AgencyData(**entered(self))


class UnitForm(VersionedForm):
    spans = {"name": 4}

    name = text(_l("Name of the unit"), 200, needed=True)
    short_name = text(_l("Short name"), 80, needed=True)
    parent_id = OptionalIdField(_l("Under the unit"))
    symbol = text(_l("Symbol in references"), 30, description=_l("“VX” in 807/UBND-VX"))
    position = IntegerField(_l("Order"), default=0, validators=[Optional(), NumberRange(0, 9999)])
    valid_from = DayField(_l("First day"), validators=[NEEDED])
    valid_to = DayField(_l("Last day"), description=_l("Empty while it exists"))
    successor_id = OptionalIdField(_l("Succeeded by"))

    def offer(self, units: Iterable[tuple[int, str]]) -> None:
        options = list(units)
        self.parent_id.offer(options, _("directly under the agency"))
        self.successor_id.offer(options, _("none"))

    def entry(self) -> UnitData:
        values = entered(self)
        return UnitData(**{**values, "position": values["position"] or 0})


def _is_mobile(_form: object, field: StringField) -> None:
    problem = phone_problem(field.data)
    if problem is not None:
        raise ValidationError(_(problem))


def _is_address(_form: object, field: StringField) -> None:
    problem = email_problem(field.data)
    if problem is not None:
        raise ValidationError(_(problem))


class PersonForm(VersionedForm):
    spans = {"name": 6}

    name = text(_l("Full name"), 120, needed=True)
    phone = StringField(
        _l("Mobile telephone"),
        filters=[clean],
        validators=[
            Optional(),
            Length(max=20),
            _is_mobile,
        ],
        description=_l("Urgent documents are told by SMS to the heads of units."),
    )
    email = StringField(
        _l("E-mail"),
        filters=[clean],
        validators=[
            Optional(),
            Length(max=120),
            _is_address,
        ],
    )

    def entry(self) -> PersonData:
        return PersonData(**entered(self))


class PostFields:
    """Fields of a post, alone or together with those of a new person."""

    title = text(
        _l("Title of the post"), 120, needed=True, description=_l("As it stands under a signature")
    )
    unit_id = OptionalIdField(_l("Unit"))
    role_code = ChoiceField(_l("Role"), validators=[NEEDED], validate_choice=False)
    is_head = BooleanField(_l("Head of the unit (of the agency, when no unit is chosen)"))
    is_deputy = BooleanField(_l("Deputy of the head (signs KT.)"))
    valid_from = DayField(_l("First day"), validators=[NEEDED])
    valid_to = DayField(_l("Last day"), description=_l("Empty while no end is known"))


class PostForm(PostFields, VersionedForm):
    spans = {"title": 4, "unit_id": 4, "is_head": 6, "is_deputy": 6, "is_main": 6}

    is_main = BooleanField(_l("Main post: the one this person works in unless they choose another"))

    def offer(self, units: Iterable[tuple[int, str]], roles: Iterable[tuple[str, str]]) -> None:
        self.unit_id.offer(units, _("none: a post of the agency itself"))
        self.role_code.choices = [(code, _(name)) for code, name in roles]

    def entry(self, agency_id: int) -> PostData:
        return PostData(agency_id=agency_id, **entered(self))


class EndPostForm(VersionedForm):
    last_day = DayField(_l("Last day in the post"), validators=[NEEDED])


class AwayFields:
    """From when to when somebody is away and why, who stands in, whether new work goes there."""

    spans = {"reason": 6, "stand_in_id": 6, "reroutes": 6}

    starts_on = DayField(_l("First day away"), validators=[NEEDED])
    ends_on = DayField(_l("Last day away"), validators=[NEEDED])
    from_noon = BooleanField(_l("The first morning is worked still"))
    until_noon = BooleanField(_l("The last afternoon is worked again"))
    reason = text(_l("Reason"), 200, description=_l("Shown to whoever gives out work"))
    stand_in_id = OptionalIdField(_l("Who stands in"))
    reroutes = BooleanField(_l("New work for them goes to who stands in, until they are back"))

    def offer(self, people: Iterable[tuple[int, str]]) -> None:
        self.stand_in_id.offer(list(people), _("nobody"))


class AbsenceForm(AwayFields, OfficeForm):
    def entry(self) -> AbsenceData:
        return AbsenceData(**entered(self))


def needed_day(field: DayField) -> date:
    """The day of a field that its form demands; asked for only after validation."""
    if field.data is None:
        raise ValueError(f"{field.short_name} was not demanded")
    return field.data


def entered(form: OfficeForm) -> dict[str, Any]:
    """The values of the form's own fields by name."""
    return {name: value for name, value in form.data.items() if name not in NOT_ENTERED}
