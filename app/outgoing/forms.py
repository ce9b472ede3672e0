"""Forms of outgoing documents: what was typed, parsed and checked in shape."""

from collections.abc import Iterable, Mapping
from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.days import Short
from app.core.text import clean, clean_lines
from app.core.words import URGENCY_WORDS
from app.deadlines.due_fields import DueField
from app.files.receiving import UploadsField
from app.outgoing.inputs import IssueEntry, PaperEntry, RecipientChange, RecipientEntry
from app.outgoing.rules import LINKS, LONGEST_DOCUMENT_NAME
from app.web import OfficeForm, VersionedForm
from app.web.fields import (
    ActField,
    ButtonsField,
    ChoiceField,
    ChoicesField,
    DayField,
    NumberKeptField,
    OptionalIdField,
)
from app.web.forms import RowForm
from app.web.i18n import gettext

LONGEST_NAME = 200


class RecipientRow(RowForm):
    """A receiver already planned: kept or not, to answer or not, and by when."""

    row_id = NumberKeptField()
    keep = BooleanField(_l("Send"), default=True)
    reply_required = BooleanField(_l("Is to answer"))
    due_on = DueField(_l("Answer by"))

    def change(self) -> RecipientChange:
        """Whoever is given a date is to answer, ticked or not."""
        due_on = self.due_on.data
        return RecipientChange(
            id=int(self.row_id.data),
            keep=self.keep.data,
            reply_required=self.reply_required.data or due_on is not None,
            due_on=due_on,
        )


class RecipientFields(VersionedForm):
    """New receivers: agencies of this installation by tick, others one name a line."""

    inside = ChoicesField(
        _l("Agencies in this system"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    outside = TextAreaField(
        _l("Others, one name a line"), filters=[clean_lines], validators=[Length(max=4000)]
    )
    channel = ChoiceField(
        _l("Others receive it"),
        choices=[("paper", _l("on paper")), ("email", _l("by e-mail"))],
        default="paper",
    )
    reply_required = BooleanField(_l("Those added here are to answer"))
    due_on = DueField(_l("Answer by"))

    def offer_agencies(self, options: Iterable[tuple[int, str]]) -> None:
        self.inside.choices = list(options)

    def added(self) -> tuple[RecipientEntry, ...]:
        names = {one.value: one.label for one in self.inside.choices or ()}
        known = [i for i in self.inside.data if i in names]  # the field refuses the others
        inside = [RecipientEntry(names[i], i, "system", *self._asked()) for i in known]
        outside = [
            RecipientEntry(clean(line)[:LONGEST_NAME], None, self.channel.data, *self._asked())
            for line in (self.outside.data or "").splitlines()
            if clean(line)
        ]
        return (*inside, *outside)

    def _asked(self) -> tuple[bool, date | None]:
        """Whoever is given a date is to answer, ticked or not."""
        due_on = self.due_on.data
        return self.reply_required.data or due_on is not None, due_on


class IssueForm(RecipientFields):
    """Number, date, copies and receivers of one document."""

    number_from = ChoiceField(_l("Number"), default="next")
    dated = DayField(_l("Date of the document"), short=Short.LAST)
    copies = IntegerField(
        _l("Copies"), default=1, validators=[Optional(), NumberRange(min=1, max=9999)]
    )
    archive_copy = StringField(
        _l("File copy kept by"), filters=[clean], validators=[Length(max=200)]
    )
    note = StringField(_l("Remark"), filters=[clean], validators=[Length(max=500)])
    addressed = ChoicesField(
        _l("Named on the paper, and not among the recipients:"),
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    addressed_shown = BooleanField()  # no hidden field of its own: it is said where they stand
    then = ActField("next", "open", usual="open")
    sure = HiddenField()
    """What was asked on the page: number, date and receivers, as a `Prospect` says them."""
    rows = FieldList(FormField(RecipientRow))

    def validate_addressed(self, field: ChoicesField) -> None:
        """The paper may have been read only after the page was shown: nobody is left out unseen."""
        if field.choices and not self.addressed_shown.data:
            field.data = [one.value for one in field.choices]
            raise ValidationError(gettext("The paper names more than these: look once more."))

    def entry(self) -> IssueEntry:
        reserved = self.number_from.data
        return IssueEntry(
            version=self.version.data,
            copies=self.copies.data or 1,
            archive_copy=self.archive_copy.data,
            note=self.note.data,
            reserved_id=int(reserved) if reserved != "next" else None,
            dated=self.dated.data,
            sure=self.sure.data or "",
            changes=tuple(row.form.change() for row in self.rows),
            added=(*self.added(), *map(self._addressed, self.addressed.data)),
        )

    def _addressed(self, name: str) -> RecipientEntry:
        return RecipientEntry(name[:LONGEST_NAME], None, self.channel.data, addressed=True)


class PaperForm(RecipientFields):
    """A document signed on paper: its facts, its scan, its receivers."""

    type_code = ChoiceField(_l("Type"))
    subject = TextAreaField(_l("Subject"), filters=[clean], validators=[Length(max=500)])
    unit_id = OptionalIdField(_l("Drafting unit"))
    urgency = ButtonsField(
        _l("Urgency"),
        coerce=int,
        default=0,
        choices=[(level, _l(word)) for level, word in enumerate(URGENCY_WORDS)],
    )
    signer_name = StringField(_l("Signed by"), filters=[clean], validators=[Length(max=120)])
    signer_title = StringField(
        _l("Post of the signer"), filters=[clean], validators=[Length(max=200)]
    )
    signed_on = DayField(_l("Signed on"), short=Short.LAST)
    answers = StringField(
        _l("Answers"), filters=[clean], validators=[Length(max=LONGEST_DOCUMENT_NAME)]
    )
    answers_id = NumberKeptField(default=0)
    replaces = StringField(
        _l("Replaces"), filters=[clean], validators=[Length(max=LONGEST_DOCUMENT_NAME)]
    )
    replaces_id = NumberKeptField(default=0)
    corrects = StringField(
        _l("Corrects the wording of"),
        filters=[clean],
        validators=[Length(max=LONGEST_DOCUMENT_NAME)],
    )
    corrects_id = NumberKeptField(default=0)
    files = UploadsField(_l("Add files"))

    def links(self) -> dict[str, tuple[str, int]]:
        """By what it does to another document: that one as it was typed, and as it was given."""
        return {name: (self[name].data or "", self[f"{name}_id"].data) for name in LINKS}

    def entry(self, linked: Mapping[str, int | None]) -> PaperEntry:
        return PaperEntry(
            type_code=self.type_code.data,
            subject=self.subject.data,
            unit_id=self.unit_id.data,
            urgency=self.urgency.data,
            signer_name=self.signer_name.data,
            signer_title=self.signer_title.data,
            signed_on=self.signed_on.data,
            answers_id=linked["answers_id"],
            replaces_id=linked["replaces_id"],
            corrects_id=linked["corrects_id"],
            recipients=self.added(),
        )


class AnswerForm(OfficeForm):
    """How a receiver answered: by which incoming document, or in other words."""

    incoming_id = OptionalIdField(_l("Its answer"))
    note = StringField(_l("Or how it answered"), filters=[clean], validators=[Length(max=500)])
