"""Forms of access."""

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from app.access.service.arrivals import NewPerson
from app.access.service.delegations import SCOPES, DelegationData
from app.core.days import Short
from app.core.text import clean
from app.organisation.forms import NEEDED, PersonForm, PostFields, needed_day, text
from app.organisation.queries import ReceiverOption
from app.organisation.service import PersonData, PostData
from app.web import OfficeForm, VersionedForm
from app.web.fields import ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext as _


def lower_name(text: str | None) -> str:
    """User names are kept and compared in small letters."""
    return clean(text).lower()


class SignInForm(OfficeForm):
    user_name = StringField(
        _l("User name"),
        filters=[lower_name],
        validators=[InputRequired(_l("Type your user name.")), Length(max=60)],
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Type your password.")), Length(max=500)]
    )
    next = HiddenField()
    kept = HiddenField()
    """What was typed before, packed by form_recovery."""


class ChangePasswordForm(OfficeForm):
    current = PasswordField(
        _l("Present password"), validators=[InputRequired(_l("Type your present password."))]
    )
    new_password = PasswordField(
        _l("New password"), validators=[InputRequired(_l("Type a new password."))]
    )
    repeated = PasswordField(
        _l("New password once more"), validators=[InputRequired(_l("Type it once more."))]
    )


class UserNameForm(VersionedForm):
    user_name = StringField(
        _l("User name"),
        filters=[lower_name],
        validators=[NEEDED, Length(max=60)],
        description=_l("Small letters without marks, figures, dots or hyphens."),
    )


class NewPersonForm(PostFields, PersonForm):
    """The person, their post and their account in one form."""

    _fields: dict[str, Field]
    spans = {"name": 2, "user_name": 2, "title": 2, "is_head": 6, "is_deputy": 6}
    order = (
        *("name", "phone", "email", "title", "unit_id", "role_code", "valid_from", "valid_to"),
        *("user_name", "is_head", "is_deputy"),
    )

    user_name = StringField(
        _l("User name"),
        filters=[lower_name],
        validators=[Length(max=60)],
        description=_l("For an account with a one-time password; empty: no account yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._fields = {name: self._fields[name] for name in (*self.order, *self._fields)}

    def offer(
        self,
        units: Iterable[tuple[int, str]],
        roles: Iterable[tuple[str, str]],
        *,
        with_account: bool,
    ) -> None:
        self.unit_id.offer(units, _("none: a post of the agency itself"))
        self.role_code.choices = [(code, _(name)) for code, name in roles]
        if not with_account:
            del self.user_name

    def entry(self, agency_id: int) -> NewPerson:  # type: ignore[override]
        person = PersonData(self.name.data, self.phone.data or "", self.email.data or "")
        post = PostData(
            agency_id=agency_id,
            unit_id=self.unit_id.data,
            title=self.title.data,
            role_code=self.role_code.data,
            valid_from=needed_day(self.valid_from),
            valid_to=self.valid_to.data,
            is_head=self.is_head.data,
            is_deputy=self.is_deputy.data,
        )
        user_name = self.user_name.data if "user_name" in self._fields else ""
        return NewPerson(person, post, user_name or "")


class DelegationForm(OfficeForm):
    spans = {"starts_on": 3, "ends_on": 3}

    to_person_id = OptionalIdField(_l("Who shall act"), validators=[NEEDED])
    scope = ChoiceField(_l("What"), choices=[(code, _l(words)) for code, words in SCOPES.items()])
    starts_on = DayField(_l("First day"), short=Short.NEXT, validators=[NEEDED])
    ends_on = DayField(_l("Last day"), short=Short.NEXT, validators=[NEEDED])
    basis = text(
        _l("Written authorisation"),
        200,
        needed=True,
        description=_l("Number and date, such as Giấy ủy quyền số 05/GUQ-UBND ngày 20/11/2026"),
    )

    def offer(
        self,
        receivers: Iterable[ReceiverOption],
        may_act: Callable[[int], bool],
        *,
        except_person: int,
    ) -> None:
        people = [(int(one.token[1:]), one) for one in receivers if not one.is_unit]
        self.to_person_id.offer(
            (person_id, f"{one.name}, {one.note}")
            for person_id, one in people
            if person_id != except_person and may_act(person_id)
        )

    def entry(self, post_id: int) -> DelegationData:
        return DelegationData(
            post_id=post_id,
            to_person_id=self.to_person_id.data or 0,
            scope=self.scope.data,
            starts_on=needed_day(self.starts_on),
            ends_on=needed_day(self.ends_on),
            basis=self.basis.data,
        )


class MatrixForm(OfficeForm):
    """Its cells are read from the request: as many as there are roles and permissions."""
