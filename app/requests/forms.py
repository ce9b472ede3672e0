"""Forms of requests."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, StringField, TextAreaField
from wtforms.validators import Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.text import N_, clean, clean_lines
from app.deadlines.due_fields import DueField
from app.files.receiving import UploadsField
from app.requests.rules import COLUMN_KINDS, LONGEST_COLUMN, MOST_COLUMNS, Holder
from app.web import OfficeForm, ReasonForm
from app.web.fields import ChoiceField, ChoicesField, NumberKeptField, OptionalIdField
from app.web.forms import RowForm
from app.web.i18n import gettext as _

LONGEST_NAME = 200
LONGEST_TEXT = 4000


class TickedField(ChoicesField):
    """Any of several, each with a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class BeginForm(OfficeForm):
    """By which document many are asked."""

    record_id = OptionalIdField(_l("The document by which it is asked"))


class AskedField(TextAreaField):  # type: ignore[misc]
    """What a request asks, in its own words."""

    def __init__(self, **kwargs: Any) -> None:
        checks = [Length(max=LONGEST_TEXT)]
        super().__init__(
            _l("Text of the request"), filters=[clean_lines], validators=checks, **kwargs
        )


class AskForm(OfficeForm):
    """What is asked, of whom, who leads, by when."""

    text = AskedField()
    inside = TickedField(_l("Units and agencies in this system"))
    outside = TextAreaField(
        _l("Others, one name a line"), filters=[clean_lines], validators=[Length(max=4000)]
    )
    lead = ChoiceField(_l("Leads"))
    due_on = DueField(_l("Answer by"))

    asked: Collection[str] = ()
    """Who is asked already, by token."""

    def offer(self, options: Sequence[tuple[str, str]], asked: Collection[str] = ()) -> None:
        """`options`: tokens with names."""
        self.inside.choices, self.asked = list(options), asked
        self.lead.choices = [("", _l("no lead")), *options]

    def validate_lead(self, field: ChoiceField) -> None:
        """Nobody is asked by being chosen to lead alone: that is easily done by mistake."""
        lead = field.data
        if lead and lead not in {*(self.inside.data or ()), *self.asked}:
            name = next(str(one.label) for one in field.choices or () if one.value == lead)
            said = N_("%(name)s is not ticked: tick it too, or let another one lead.")
            raise ValidationError(_(said, name=name))

    def due(self) -> date | None:
        found: date | None = self.due_on.data
        return found

    def holders(self) -> list[Holder]:
        """As they were chosen, without their date; whoever is asked already may come to lead."""
        names = {one.value: one.label for one in self.inside.choices or ()}
        lead = self.lead.data
        ticked = [one for one in names if one in {*self.inside.data, lead}]
        lines = (self.outside.data or "").splitlines()
        outside = [Holder(clean(line)[:LONGEST_NAME]) for line in lines if clean(line)]
        return [*(_holder(one, str(names[one]), one == lead) for one in ticked), *outside]


def _holder(token: str, name: str, leads: bool) -> Holder:
    role, number = "lead" if leads else "cohandler", int(token[1:])
    if token.startswith("u"):
        return Holder(name, unit_id=number, role=role)
    return Holder(name, agency_id=number, role=role)


class AnswerForm(OfficeForm):
    """An answer in words, in figures, by files, or by a document."""

    document_id = OptionalIdField(_l("The document that answers"))
    text = TextAreaField(_l("Answer"), filters=[clean_lines], validators=[Length(max=4000)])
    figures = FieldList(StringField(filters=[clean]), max_entries=MOST_COLUMNS)
    kept = TickedField(_l("Files of the answer before"), coerce=int)
    files = UploadsField(_l("Add files"))

    def said(self) -> tuple[str, tuple[str, ...], int | None]:
        """In words, in the columns of the table, by a document."""
        figures = tuple(one.data or "" for one in self.figures)
        return self.text.data or "", figures, self.document_id.data


class SureForm(OfficeForm):
    """Which answer was looked at."""

    answer_id = NumberKeptField(default=0)


class OfficerForm(OfficeForm):
    """Who of the unit answers."""

    officer_id = OptionalIdField(_l("Who answers"))

    def offer(self, options: Iterable[tuple[int, str]]) -> None:
        self.officer_id.offer(options, _("the head alone"))


class DateForm(OfficeForm):
    """By when one of them is to answer."""

    due_on = DueField(_l("Answer by"))


class RedoForm(ReasonForm):
    """Why it is to be done again, and by when."""

    answer_id = NumberKeptField(default=0)
    due_on = DueField(_l("Answer by"))


class UrgeForm(OfficeForm):
    """Who is urged, and whether by text message too."""

    lines = TickedField(_l("Urge"), coerce=int)
    by_text = BooleanField(_l("By text message too"))

    def offer(self, options: Iterable[tuple[int, str]]) -> None:
        self.lines.choices = list(options)


class ColumnRow(RowForm):
    """One column of the table."""

    name = StringField(_l("Column"), filters=[clean], validators=[Length(max=LONGEST_COLUMN)])
    kind = ChoiceField(
        _l("Column of"), choices=[(one, _l(name)) for one, name in COLUMN_KINDS.items()]
    )


class ColumnsForm(OfficeForm):
    """The table that everybody fills in; a row without a name is no column."""

    rows = FieldList(FormField(ColumnRow), max_entries=MOST_COLUMNS + 3)

    def columns(self) -> list[dict[str, str]]:
        rows = ({"name": row.form.name.data, "kind": row.form.kind.data} for row in self.rows)
        return [row for row in rows if row["name"]]


class ChangeForm(OfficeForm):
    """What is asked, for which document, and what the asked see."""

    text = AskedField()
    made_for_id = OptionalIdField(_l("Asked for this incoming document"))
    is_shared = BooleanField(_l("Whoever is asked sees the answers of the others"))
