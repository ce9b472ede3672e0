"""The registration form and the small ones beside it: they parse, the rules judge."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    SelectField,
    StringField,
    TextAreaField,
)

from app.core import clock
from app.core.days import Short
from app.core.text import clean, clean_lines
from app.core.words import URGENCY_WORDS, WITHOUT_NUMBER
from app.deadlines.due_fields import DueField
from app.files.receiving import UploadsField
from app.incoming.inputs import DELIVERED, Entry, reference_parts
from app.incoming.models import IncomingDocument
from app.incoming.rules import CONFIDENTIALITIES
from app.web import OfficeForm, VersionedForm
from app.web.fields import ActField, ChoiceField, DayField, OptionalIdField
from app.web.i18n import gettext

Options = Sequence[tuple[Any, str]]


class CountField(StringField):  # type: ignore[misc]
    """A whole number as it is typed; empty is None."""

    data: int | None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if text:
            if not (text.isdecimal() and len(text) < 10):
                raise ValueError(gettext("Write a whole number."))
            self.data = int(text)


class RegisterForm(VersionedForm):
    """One line of the incoming register."""

    register_id = OptionalIdField(_("Register"), validate_choice=False)
    arrived_on = DayField(_("Arrival date"), short=Short.LAST)
    number = StringField(_("Document number"), filters=[clean])
    symbol = StringField(_("Document symbol"), filters=[clean])
    without_number = BooleanField(_(WITHOUT_NUMBER))
    issued_on = DayField(_("Document date"), short=Short.LAST)
    issuer = StringField(_("Issuer"), filters=[clean])
    type_code = ChoiceField(_("Type"), validate_choice=False)
    subject = TextAreaField(_("Subject"), filters=[clean])
    urgency = ChoiceField(
        _("Urgency"),
        coerce=int,
        choices=[(level, _(word)) for level, word in enumerate(URGENCY_WORDS)],
    )
    confidentiality = ChoiceField(_("Confidentiality"), validate_choice=False)
    pages = CountField(_("Number of pages"))
    copies = CountField(_("Number of copies"))
    signer_name = StringField(_("Signed by"), filters=[clean])
    signer_title = StringField(_("Signer's post"), filters=[clean])
    due_on = DueField(_("Reply or finish by"))
    reply_required = BooleanField(_("A reply is required"))
    presented_to_id = OptionalIdField(_("Present to"), validate_choice=False)
    note = TextAreaField(_("Note"), filters=[clean_lines])
    files = UploadsField(_("Add files"))
    reason = TextAreaField(_("Why it is corrected"), filters=[clean])
    then = ActField("next", "open", usual="open")
    is_different = BooleanField(_("This is another document; register it all the same"))

    def offer(self, registers: Options, types: Options, leaders: Options) -> None:
        """What the lists hold, in this reader's language."""
        self.register_id.choices = list(registers)
        self.type_code.choices = list(types)
        self.presented_to_id.choices = [("", _("Not presented")), *leaders]
        self.confidentiality.choices = [(code, _(w)) for code, w in CONFIDENTIALITIES.items()]

    def keep_delivered(self) -> None:
        """Show what another agency sent as they sent it, and take nothing else for it."""
        for name in DELIVERED:
            field = self[name]
            field.data, field.raw_data = field.object_data, None
            is_chosen = isinstance(field, (SelectField, BooleanField))
            held = {"disabled": True} if is_chosen else {"readonly": True}
            field.render_kw = {**(field.render_kw or {}), **held}

    def entry(self) -> Entry:
        """What was typed, as plain values. An urgency that nobody offers is the usual one."""
        values = {name: self[name].data for name in Entry.__dataclass_fields__ if name in self}
        urgency = self.urgency.data if self.urgency.data in range(len(URGENCY_WORDS)) else 0
        found = {**values, "urgency": urgency, "due_rule": self.due_on.rule}
        return Entry(**found, uploads=tuple(self.files.data))


def fresh_values(
    register_id: int | None, leader_id: int | None, issuer: str = ""
) -> dict[str, Any]:
    """An empty form: today, who is asked, and what "save and next" carries over."""
    return {
        "register_id": register_id,
        "arrived_on": clock.today(),
        "issuer": issuer,
        "type_code": "CV",
        "urgency": 0,
        "confidentiality": "normal",
        "copies": 1,
        "presented_to_id": leader_id,
    }


def known_values(document: IncomingDocument) -> dict[str, Any]:
    """A form filled with what is known: to correct it, or to accept a delivery."""
    number, symbol = reference_parts(document.reference)
    same = (
        "register_id", "issued_on", "issuer", "type_code", "subject", "urgency", "pages",
        "copies", "signer_name", "signer_title", "reply_required", "presented_to_id", "note",
        "version",
    )  # fmt: skip
    return {
        **{name: getattr(document, name) for name in same},
        "arrived_on": document.arrived_on or clock.today(),
        "number": number,
        "symbol": symbol,
        "without_number": not document.reference,
        "confidentiality": "normal",
        "due_on": _day(document),
    }


def _day(document: IncomingDocument) -> date | None:
    return clock.local(document.due_at).date() if document.due_at else None


class FilesForm(OfficeForm):
    """Files for a document that is already registered."""

    files = UploadsField(_("Add files"))
