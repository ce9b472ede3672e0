"""Forms of drafting: they parse and check shapes; the office's rules judge what they say."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import (
    Field,
    HiddenField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Regexp, StopValidation, ValidationError

from app.core import clock
from app.core.days import Short, typed_day_or_none
from app.core.text import N_, clean, clean_lines, typed_id
from app.core.words import URGENCY_WORDS
from app.correspondence.rules import Passage
from app.deadlines.due_fields import DueField, remarks_on
from app.drafting.inputs import DraftEntry, Seen
from app.drafting.models import Draft, DraftVersion
from app.drafting.rules.content import (
    CIRCULATIONS,
    Details,
    Invitation,
    RecipientPlan,
    Wording,
    lines_of,
)
from app.files.receiving import UploadsField
from app.organisation.queries import AgencyIndex
from app.web import OfficeForm
from app.web.fields import (
    ActField,
    ButtonsField,
    ChoiceField,
    LinesField,
    NumberKeptField,
    OptionalIdField,
    day_problems,
)
from app.web.i18n import gettext
from documents.drafting import parse_body

MOST_RECIPIENTS = 200
MOST_LETTERS = 60_000
MOST_PARTS = 2_000
"""Paragraphs and cells in one letter: some sixty pages, laid out in a second or two."""
URGENCIES = [(level, _l(word)) for level, word in enumerate(URGENCY_WORDS)]


@dataclass(frozen=True)
class RecipientRow:
    """One line of the receivers as typed."""

    name: str = ""
    reply: bool = False
    due: str = ""
    is_inside: bool = False


class RecipientsField(LinesField):
    """Receivers, each with whether and by when it is to reply; names of agencies become theirs."""

    PARTS = {"r_name": 200, "r_reply": 1, "r_due": 10}
    MOST = MOST_RECIPIENTS

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label, **options)
        self.rows: tuple[RecipientRow, ...] = ()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:
        super().process(formdata, data, extra_filters)
        if formdata and "r_name" in formdata:
            self.rows = tuple(
                RecipientRow(name, reply == "1", due) for name, reply, due in self.lines
            )
        else:
            self.rows = tuple(
                RecipientRow(plan.name, plan.reply_required, _written(plan.due_on))
                for plan in data or ()
            )

    def know(self, agencies: AgencyIndex) -> None:
        """Show which of the names are those of agencies of this installation."""
        self.rows = tuple(
            replace(row, is_inside=agencies.named(row.name) is not None) for row in self.rows
        )

    def receive(self, plans: Iterable[RecipientPlan]) -> None:
        """Show these below those that were typed."""
        self.rows += tuple(RecipientRow(one.name, is_inside=bool(one.agency_id)) for one in plans)

    def problems_of(self, *parts: str) -> Iterator[str]:
        name, reply, due = parts
        if not name:
            yield gettext(N_("Nobody is named."))
        if reply not in ("", "1"):
            yield gettext(ChoiceField.NOT_OFFERED)
        yield from day_problems(due)

    def remarks(self) -> list[str]:
        return remarks_on(plan.due_on for plan in self.plans)

    @property
    def plans(self) -> tuple[RecipientPlan, ...]:
        """The receivers as typed; which of them are one, and inside, is for the office to say."""
        days = (typed_day_or_none(row.due, Short.NEXT) if row.due else None for row in self.rows)
        return tuple(
            RecipientPlan(row.name, None, row.reply, due)
            for row, due in zip(self.rows, days, strict=True)
        )


def _written(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""


class DraftForm(OfficeForm):
    """A draft written in the template form, or the particulars of an uploaded one."""

    do = ActField("save", "retype", "receive")
    type_code = ChoiceField(_l("Document type"))
    urgency = ButtonsField(_l("Urgency"), coerce=int, choices=URGENCIES, default=0)
    subject = TextAreaField(_l("Subject"), filters=[clean], validators=[Length(max=500)])
    addressees = TextAreaField(
        _l("Addressed to (Kính gửi)"), filters=[clean_lines], validators=[Length(max=2000)]
    )
    authority = StringField(_l("In whose authority"), filters=[clean], validators=[Length(max=200)])
    bases = TextAreaField(
        _l("Legal bases"), filters=[clean_lines], validators=[Length(max=MOST_LETTERS)]
    )
    body = TextAreaField(
        _l("Text of the document"), filters=[clean_lines], validators=[Length(max=MOST_LETTERS)]
    )
    guests = TextAreaField(
        _l("Who is invited"), filters=[clean_lines], validators=[Length(max=2000)]
    )
    meeting = TextAreaField(
        _l("To what meeting, on what"), filters=[clean], validators=[Length(max=2000)]
    )
    chair = StringField(_l("In the chair"), filters=[clean], validators=[Length(max=200)])
    time = StringField(_l("Meeting time"), filters=[clean], validators=[Length(max=200)])
    place = StringField(_l("Meeting place"), filters=[clean], validators=[Length(max=300)])
    notes = TextAreaField(_l("Please note"), filters=[clean], validators=[Length(max=2000)])
    recipients = RecipientsField(_l("Receivers"))
    filing_unit = StringField(_l("Lưu: VT,"), filters=[clean], validators=[Length(max=100)])
    drafter = StringField(_l("Drafter's letters"), filters=[clean], validators=[Length(max=10)])
    copies = StringField(
        _l("Copies issued"),
        filters=[clean],
        validators=[Regexp(r"^([1-9]\d{0,3})?$", message=_l("Write a number from 1 to 9999."))],
    )
    circulation = ButtonsField(
        _l("How far it may go"),
        choices=[(one, one or _l("Anywhere")) for one in CIRCULATIONS],
        default="",
    )
    signer_post_id = OptionalIdField(_l("Who signs"))
    due_on = DueField(_l("To be sent by"))
    note = StringField(_l("What you changed"), filters=[clean], validators=[Length(max=300)])
    base_version = NumberKeptField()
    restarts_round = HiddenField()
    files = UploadsField(_l("Add files"))

    def validate_body(self, field: Field) -> None:
        parts = len(lines_of(self.bases.data or ""))
        parts += sum(block.parts for block in parse_body(field.data or ""))
        if parts > MOST_PARTS:
            raise ValidationError(
                gettext(
                    "This letter has %(parts)s paragraphs and cells of tables, and may have "
                    "%(most)s. Put long tables and lists into an attachment.",
                    parts=parts,
                    most=MOST_PARTS,
                )
            )

    def unprintable(self) -> list[Field]:
        """The fields of the letter itself that cannot be laid out as they are."""
        self.validate()
        return [self[name] for name in PRINTED if self[name].errors]

    def entry(
        self, *, with_wording: bool, tokens: tuple[str, ...], main: bool = False
    ) -> DraftEntry:
        """What the services are handed. With `main` the first upload is the text itself."""
        return DraftEntry(
            type_code=self.type_code.data,
            subject=self.subject.data or "",
            urgency=self.urgency.data or 0,
            recipients=self.recipients.plans,
            signer_post_id=self.signer_post_id.data,
            due_on=self.due_on.data,
            wording=self.wording() if with_wording else None,
            main_token=tokens[0] if main and tokens else "",
            kept_attachments=kept_attachments(),
            uploads=tokens[1:] if main else tokens,
            note=self.note.data or "",
            base_version=self.base_version.data or None,
            restarts_round=self.restarts_round.data == "1",
        )

    def wording(self) -> Wording:
        return Wording(
            addressees=self.addressees.data or "",
            authority=self.authority.data or "",
            bases=self.bases.data or "",
            body=self.body.data or "",
            invitation=Invitation(
                guests=self.guests.data or "",
                meeting=self.meeting.data or "",
                chair=self.chair.data or "",
                time=self.time.data or "",
                place=self.place.data or "",
                notes=self.notes.data or "",
            ),
            filing_unit=self.filing_unit.data or "",
            drafter=self.drafter.data or "",
            copies=self.copies.data or "",
            circulation=self.circulation.data or "",
        )


PRINTED = (
    *("subject", "addressees", "authority", "bases", "body", "guests", "meeting", "chair", "time"),
    *("place", "notes", "recipients", "filing_unit", "signer_post_id", "urgency"),
    *("drafter", "copies", "circulation"),
)


def kept_attachments() -> tuple[int, ...]:
    """Those still ticked; what can be the id of none is 0, which no draft has."""
    return tuple(typed_id(text) or 0 for text in request.form.getlist("kept"))


def version_values(draft: Draft, version: DraftVersion, due_on: date | None) -> dict[str, Any]:
    """A saved version as values of the form's fields."""
    details = Details.from_json(version.details)
    values: dict[str, Any] = {
        "type_code": details.type_code,
        "urgency": details.urgency,
        "subject": details.subject,
        "recipients": details.recipients,
        "signer_post_id": details.signer_post_id,
        "due_on": due_on,
        "base_version": version.number,
    }
    if version.fields is not None:
        values |= Wording.from_json(version.fields).texts
    return values


class UploadForm(OfficeForm):
    """Another .docx for the draft."""

    files = UploadsField(_l("Add files"))
    note = StringField(_l("What you changed"), filters=[clean], validators=[Length(max=300)])
    base_version = NumberKeptField()
    restarts_round = HiddenField()

    def entry(
        self, latest: DraftVersion, due_at: datetime | None, tokens: tuple[str, ...]
    ) -> DraftEntry:
        """The newest version's particulars with the uploaded file as its text."""
        details = Details.from_json(latest.details)
        return DraftEntry(
            type_code=details.type_code,
            subject=details.subject,
            urgency=details.urgency,
            recipients=details.recipients,
            signer_post_id=details.signer_post_id,
            due_on=clock.local(due_at).date() if due_at is not None else None,
            main_token=tokens[0] if tokens else "",
            kept_attachments=details.attachment_ids,
            note=self.note.data or "",
            base_version=self.base_version.data or None,
            restarts_round=self.restarts_round.data == "1",
        )


class PassagesField(LinesField):
    """Passages of an issued document: where each stands, what it says, what is to be read."""

    PARTS = {"place": 150, "wrong": 1000, "right": 1000}
    MOST = 50

    def problems_of(self, *parts: str) -> Iterator[str]:
        _place, wrong, right = parts
        if not wrong or not right:
            yield gettext("Write what was issued and what is to be read.")
        elif wrong == right:
            yield gettext("Both wordings are the same.")
        if any(mark in wrong + right for mark in "“”"):
            yield gettext("Leave the quotation marks out: the letter sets them.")

    def pre_validate(self, form: Any) -> None:
        super().pre_validate(form)
        if not self.lines:
            raise StopValidation(gettext("Write at least one passage."))

    @property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(Passage(*line) for line in self.lines)


class CorrectionForm(OfficeForm):
    """What a letter of correction is to say of an issued document."""

    passages = PassagesField(_l("Passages"))


class SettleForm(OfficeForm):
    """Settle what no page shows, or its symbol, as of the version that was looked at."""

    do = ActField("accept", "undo", "symbol")
    base_version = NumberKeptField()
    restarts_round = HiddenField()

    def seen(self) -> Seen:
        return Seen(
            base_version=self.base_version.data or None,
            restarts_round=self.restarts_round.data == "1",
        )


class CancelForm(OfficeForm):
    reason = TextAreaField(_l("Why you give it up"), filters=[clean], validators=[Length(max=500)])
